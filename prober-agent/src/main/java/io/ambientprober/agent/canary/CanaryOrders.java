package io.ambientprober.agent.canary;

import io.ambientprober.canary.CanaryOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Carries out orders for canaries. */
public final class CanaryOrders {
    /** Of an order, whatever its own time-outs come to. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private CanaryOrders() {}

    /**
     * What is to be done; its result is the outcome in JSON.
     *
     * @throws IllegalArgumentException with what cannot be done
     */
    public static Callable<byte[]> work(CanaryOrder order) {
        ClientPlan plan = new ClientPlan(
                order.run(),
                ClientPlan.pathNumber(order.path()),
                order.target().toString(),
                order.port(),
                order.deniedPort(),
                order.identityPort(),
                order.connections(),
                1,
                order.requestBytes(),
                order.responseBytes(),
                0,
                order.connectTimeout(),
                order.requestTimeout(),
                Duration.ZERO,
                LONGEST);
        return () -> OutcomeJson.of(new CanaryClient(plan).run()).getBytes(StandardCharsets.UTF_8);
    }
}
