package io.ambientprober.agent.api;

import io.ambientprober.agent.handshake.PodSweep;
import io.ambientprober.agent.http.Answer;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.enrolled.HbonePort.Swept;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Sweeps pods, one order at a time, while its caller may ask other things. It has nothing to do with what is captured. */
final class SweepEndpoint implements AutoCloseable {
    private @Nullable Sweep last;

    private record Sweep(TimedSweep order, FutureTask<List<Swept>> course) {}

    /** Begins, and does not wait. */
    synchronized Answer begin(byte[] body) throws RequestException {
        TimedSweep order = order(body);
        if (last != null && !last.course().isDone()) {
            if (!last.order().equals(order)) {
                throw new RequestException(RequestException.CONFLICT, "a sweep is under way");
            }
        } else {
            last = new Sweep(order, course(order));
            Thread.ofVirtual().name("sweep").start(last.course());
        }
        return Answer.json(SweepAnswerJson.goesOn());
    }

    private static FutureTask<List<Swept>> course(TimedSweep order) throws RequestException {
        try {
            PodSweep sweep = PodSweep.trusting(order.order().roots());
            return new FutureTask<>(() -> sweep.call(order));
        } catch (IllegalArgumentException e) {
            throw new RequestException(RequestException.BAD_REQUEST, "roots: " + e.getMessage());
        }
    }

    private static TimedSweep order(byte[] body) throws RequestException {
        try {
            return SweepOrderJson.read(body);
        } catch (IOException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** What it came to, as often as it is asked for. */
    synchronized Answer outcome() throws RequestException {
        if (last == null) {
            throw new RequestException(RequestException.CONFLICT, "no sweep was ordered");
        }
        if (!last.course().isDone()) {
            return Answer.json(SweepAnswerJson.goesOn());
        }
        try {
            return Answer.json(SweepAnswerJson.bytes(last.course().get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(RequestException.INTERNAL, "interrupted");
        } catch (ExecutionException e) {
            throw new RequestException(RequestException.INTERNAL, "the sweep failed: " + e.getCause());
        }
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.course().cancel(true);
        }
    }
}
