package io.ambientprober.lab.scale;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The body of a canary pod whose canaries are all delivered. */
record SimulatedCanary(IpAddress address, Map<String, IpAddress> clients) {
    private static final Duration VALID = Duration.ofDays(1);

    byte[] answer(byte[] body) {
        return switch (OrderJson.read(body)) {
            case CanaryOrder order -> {
                clients.put(order.path().toString(), address);
                yield CanaryJson.bytes(delivered(order));
            }
            case GateOrder _ -> new GateOutcome(List.of()).json();
            case HandshakeOrder order ->
                HandshakeJson.bytes(
                        order.targets().stream().map(SimulatedCanary::asked).toList());
        };
    }

    private CanaryOutcome delivered(CanaryOrder order) {
        int all = order.canary().connections();
        return new CanaryOutcome(
                all,
                all,
                List.of(order.target()),
                order.policies() == null ? null : false,
                order.policies() == null ? null : true,
                List.of(),
                List.of(address),
                20);
    }

    /** @param target {@code NAME=IP:PORT[=SPIFFE]} */
    private static HandshakeResult asked(String target) {
        String[] parts = target.split("=", -1);
        return new HandshakeResult(
                parts[0],
                true,
                parts.length > 2 ? parts[2] : "spiffe://cluster.local/ns/ambient-prober-mesh/sa/default",
                Authority.MESH,
                "1.3",
                "0x1302",
                "h2",
                Instant.now().plus(VALID),
                "EC P-256",
                116,
                48,
                List.of());
    }
}
