package io.ambientprober.agent.canary;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Plans of two small canaries. */
record CanaryPlans(
        String target,
        int port,
        @Nullable Integer denied,
        @Nullable Integer identity,
        int bytes,
        int timeout) {
    static final String RUN = "7Z3K9QWM2TXB";
    static final int PATH = 0x00A1;

    static CanaryPlans to(int port) {
        return new CanaryPlans("127.0.0.1", port, null, null, 1000, 10_000);
    }

    CanaryPlans at(String other) {
        return new CanaryPlans(other, port, denied, identity, bytes, timeout);
    }

    CanaryPlans policies(int deniedPort, int identityPort) {
        return new CanaryPlans(target, port, deniedPort, identityPort, bytes, timeout);
    }

    CanaryPlans bytes(int other) {
        return new CanaryPlans(target, port, denied, identity, other, timeout);
    }

    /** In milliseconds, for a request and its answer. */
    CanaryPlans timeout(int other) {
        return new CanaryPlans(target, port, denied, identity, bytes, other);
    }

    ClientPlan plan() {
        return new ClientPlan(
                RUN,
                PATH,
                target,
                port,
                denied,
                identity,
                2,
                1,
                bytes,
                bytes,
                0,
                Duration.ofMillis(timeout),
                Duration.ofMillis(timeout),
                Duration.ZERO,
                null);
    }

    ClientReport run() throws InterruptedException {
        return new CanaryClient(plan()).run();
    }
}
