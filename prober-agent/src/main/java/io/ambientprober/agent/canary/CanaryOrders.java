package io.ambientprober.agent.canary;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.CanaryJson;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Carries out orders for canaries. */
public final class CanaryOrders {
    /** Of an order, whatever its own time-outs come to. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private CanaryOrders() {}

    /** Sends them, and says what came of it. */
    public static CanaryOutcome outcome(CanaryOrder order) {
        return new CanaryClient(order).run();
    }

    /** What is to be done; its result is {@link CanaryJson}. */
    public static Callable<byte[]> work(CanaryOrder order) {
        return () -> CanaryJson.bytes(outcome(order));
    }
}
