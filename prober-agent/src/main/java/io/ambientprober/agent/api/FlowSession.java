package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.CaptureException;
import io.ambientprober.agent.capture.FlowCapture;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.flow.NodeFlows;
import org.jspecify.annotations.Nullable;

/** The one count of flows that an agent makes at a time, beside whatever else it does. Its methods block. */
final class FlowSession implements AutoCloseable {
    private final String node;
    private @Nullable FlowCapture capture;
    private @Nullable String forsaken;

    FlowSession(String node) {
        this.node = node;
    }

    /** Begins, or goes on with other addresses. After an end it begins again. */
    synchronized void order(FlowOrder order) throws RequestException {
        try {
            FlowCapture running = capture;
            if (running == null || running.isOver()) {
                forsaken = null;
                capture = FlowCapture.start(node, order);
            } else {
                running.order(order);
            }
        } catch (CaptureException e) {
            throw new RequestException(RequestException.INTERNAL, e.reason());
        }
    }

    /** Ends the count; once it has ended, says again what it came to. */
    synchronized NodeFlows end() throws RequestException {
        FlowCapture running = capture;
        if (running == null || forsaken != null) {
            throw new RequestException(RequestException.CONFLICT, forsaken == null ? "nothing is counted" : forsaken);
        }
        try {
            return running.stop();
        } catch (CaptureException e) {
            throw new RequestException(RequestException.INTERNAL, e.reason());
        }
    }

    /** Nobody asks any more: what was counted ends at an unknown point of the run. */
    synchronized void expire(String reason) {
        FlowCapture running = capture;
        if (running != null && !running.isOver()) {
            forsaken = reason;
            running.close();
        }
    }

    @Override
    public synchronized void close() {
        if (capture != null) {
            capture.close();
            capture = null;
        }
    }
}
