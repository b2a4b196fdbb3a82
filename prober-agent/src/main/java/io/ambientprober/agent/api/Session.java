package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.CaptureException;
import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.ProbeCapture;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.Observations;
import io.ambientprober.canary.RunKey;
import io.ambientprober.wire.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one capture that an agent makes at a time. Its methods block. */
final class Session implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final String node;
    private final CaptureOptions options;
    private final Path folder;
    private final Duration lease;
    private final LongSupplier nanoTime;
    private volatile long lastCall;
    private volatile State state = new Idle();

    /** Where a capture stands. */
    sealed interface State {}

    record Idle() implements State {}

    record Capturing(ProbeCapture capture) implements State {}

    record Stopped(ProbeCapture capture, Observations observations) implements State {}

    /** Ended, and not because it was asked to: it cannot be relied on. */
    record Broken(ProbeCapture capture, String reason) implements State {}

    Session(String node, CaptureOptions options, Path folder, Duration lease, LongSupplier nanoTime) {
        this.node = node;
        this.options = options;
        this.folder = folder;
        this.lease = lease;
        this.nanoTime = nanoTime;
        lastCall = nanoTime.getAsLong();
    }

    String node() {
        return node;
    }

    Duration lease() {
        return lease;
    }

    /** The controller is there. */
    void called() {
        lastCall = nanoTime.getAsLong();
    }

    State state() {
        return state;
    }

    synchronized void arm(AgentOrder order) throws RequestException {
        switch (state) {
            case Idle idle -> start(order);
            case Capturing(ProbeCapture capture) -> armAgain(order, capture.order());
            case Stopped(ProbeCapture capture, Observations observations) -> replace(order, capture);
            case Broken(ProbeCapture capture, String reason) -> replace(order, capture);
        }
    }

    private static void armAgain(AgentOrder order, AgentOrder armed) throws RequestException {
        String run = armed.plan().run();
        if (!order.plan().run().equals(run)) {
            throw conflict("armed by run " + RunKey.publicId(run));
        }
        if (!order.equals(armed)) {
            throw conflict("armed by run " + RunKey.publicId(run) + " with another plan");
        }
    }

    private void replace(AgentOrder order, ProbeCapture ended) throws RequestException {
        String run = order.plan().run();
        if (run.equals(ended.order().plan().run())) {
            throw conflict("the capture of run " + RunKey.publicId(run) + " has ended");
        }
        state = new Idle();
        ended.close();
        start(order);
    }

    private void start(AgentOrder order) throws RequestException {
        try {
            state = new Capturing(ProbeCapture.start(order, node, options, folder));
        } catch (CaptureException e) {
            throw new RequestException(RequestException.INTERNAL, e.reason());
        }
    }

    /** Ends the capture; once it has ended, says again what it saw. */
    synchronized Observations stop(Set<IpAddress> clients) throws RequestException {
        return switch (state) {
            case Idle idle -> throw conflict("nothing is armed");
            case Capturing(ProbeCapture capture) -> end(capture, clients);
            case Stopped(ProbeCapture capture, Observations observations) -> observations;
            case Broken(ProbeCapture capture, String reason) -> throw conflict(reason);
        };
    }

    private Observations end(ProbeCapture capture, Set<IpAddress> clients) throws RequestException {
        try {
            Observations observations = capture.stop(clients, STOP_TIMEOUT);
            state = new Stopped(capture, observations);
            return observations;
        } catch (CaptureException e) {
            state = new Broken(capture, e.reason());
            throw new RequestException(RequestException.INTERNAL, e.reason());
        }
    }

    Observations observations() throws RequestException {
        return stopped().observations();
    }

    Path evidence() throws RequestException {
        return stopped().capture().evidence();
    }

    private Stopped stopped() throws RequestException {
        return switch (state) {
            case Idle idle -> throw conflict("nothing is armed");
            case Capturing capturing -> throw conflict("the capture is not stopped yet");
            case Stopped stopped -> stopped;
            case Broken(ProbeCapture capture, String reason) -> throw conflict(reason);
        };
    }

    /** Whether a capture runs that nobody has asked about for longer than the lease. */
    private boolean isForsaken() {
        return state instanceof Capturing && isLeaseOver();
    }

    /** Whether nobody has asked about anything for longer than the lease. */
    boolean isLeaseOver() {
        return nanoTime.getAsLong() - lastCall > lease.toNanos();
    }

    /** Ends a capture that nobody asks for: what it saw ends at an unknown point of the run. */
    void expire() {
        // not under the lock, which a stop that takes its time holds
        if (isForsaken()) {
            end();
        }
    }

    private synchronized void end() {
        if (!isForsaken() || !(state instanceof Capturing(ProbeCapture capture))) {
            return;
        }
        String reason = "the capture ended by itself: no call of the controller for " + lease.toSeconds() + " s";
        try {
            capture.stop(Set.of(), STOP_TIMEOUT);
        } catch (CaptureException e) {
            reason += "; " + e.reason();
        }
        state = new Broken(capture, reason);
    }

    private static RequestException conflict(String message) {
        return new RequestException(RequestException.CONFLICT, message);
    }

    @Override
    public synchronized void close() {
        @Nullable
        ProbeCapture capture = switch (state) {
            case Idle idle -> null;
            case Capturing(ProbeCapture running) -> running;
            case Stopped(ProbeCapture ended, Observations observations) -> ended;
            case Broken(ProbeCapture ended, String reason) -> ended;
        };
        state = new Idle();
        if (capture != null) {
            capture.close();
        }
    }
}
