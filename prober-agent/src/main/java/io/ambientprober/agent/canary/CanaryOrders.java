package io.ambientprober.agent.canary;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.plan.CanaryJson;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Carries out orders for canaries. */
public final class CanaryOrders {
    /** Of an order, whatever its own time-outs come to. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private CanaryOrders() {}

    /** What is to be done; its result is {@link CanaryJson}. */
    public static Callable<byte[]> work(CanaryOrder order) {
        return () -> CanaryJson.bytes(new CanaryClient(order).run());
    }
}
