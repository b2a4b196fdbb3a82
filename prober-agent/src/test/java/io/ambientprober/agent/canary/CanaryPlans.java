package io.ambientprober.agent.canary;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Orders of two small canaries. */
record CanaryPlans(String target, int port, @Nullable PolicyPorts policies, int bytes, int timeout) {
    static final String RUN = "7Z3K9QWM2TXB";
    static final int PATH = 0x00A1;

    static CanaryPlans to(int port) {
        return new CanaryPlans("127.0.0.1", port, null, 1000, 10_000);
    }

    CanaryPlans at(String other) {
        return new CanaryPlans(other, port, policies, bytes, timeout);
    }

    CanaryPlans policies(int deniedPort, int identityPort) {
        return new CanaryPlans(target, port, new PolicyPorts(deniedPort, identityPort), bytes, timeout);
    }

    CanaryPlans bytes(int other) {
        return new CanaryPlans(target, port, policies, other, timeout);
    }

    /** In milliseconds, for a request and its answer. */
    CanaryPlans timeout(int other) {
        return new CanaryPlans(target, port, policies, bytes, other);
    }

    private CanaryOrder order() {
        return new CanaryOrder(
                RUN,
                new PathId(PATH),
                IpAddress.parse(target),
                port,
                policies,
                new Canary(2, bytes, bytes),
                Duration.ofMillis(timeout),
                Duration.ofMillis(timeout));
    }

    CanaryOutcome run() {
        return new CanaryClient(order()).run();
    }

    /** What a plan keeps of it. */
    static CanaryOutcome counted(CanaryOutcome outcome) {
        return new CanaryOutcome(
                outcome.connected(),
                outcome.delivered(),
                outcome.peers(),
                outcome.deniedPortReached(),
                outcome.identityPortReached());
    }
}
