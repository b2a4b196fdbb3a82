package io.ambientprober.fuzz;

import io.ambientprober.api.AgentApi;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Bodies that an agent or a canary pod is sent, all but plans: the first byte says which. */
final class OrderEntrance implements Entrance {
    private static final IpAddress V4 = IpAddress.parse("10.1.1.2");
    private static final IpAddress V6 = IpAddress.parse("fd00::7");

    private enum Kind {
        ORDER,
        SWEEP,
        FLOWS,
        STOP
    }

    @Override
    public void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        Kind kind = choices.of(Kind.values());
        byte[] body = choices.rest();
        switch (kind) {
            case ORDER -> order(body);
            case SWEEP -> sweep(body);
            case FLOWS -> flows(body);
            case STOP -> stop(body);
        }
    }

    private static void order(byte[] body) {
        Order order;
        try {
            order = OrderJson.read(body);
        } catch (IllegalArgumentException e) {
            Complaint.requireOneLine(e);
            return;
        }
        // But of half a character, which UTF-8 has no bytes for.
        byte[] written = OrderJson.bytes(order);
        Require.same(
                new String(written, StandardCharsets.UTF_8),
                new String(OrderJson.bytes(OrderJson.read(written)), StandardCharsets.UTF_8),
                "an order, and the same written and read");
    }

    private static void sweep(byte[] body) throws IOException {
        TimedSweep sweep;
        try {
            sweep = SweepOrderJson.read(body);
        } catch (IOException e) {
            Complaint.requireOneLine(e);
            return;
        }
        Require.same(sweep, SweepOrderJson.read(SweepOrderJson.bytes(sweep)), "a sweep, and the same written and read");
    }

    private static void flows(byte[] body) throws IOException {
        FlowOrder order;
        try {
            order = NodeFlowsJson.order(body);
        } catch (IOException e) {
            Complaint.requireOneLine(e);
            return;
        }
        Require.same(order, NodeFlowsJson.order(NodeFlowsJson.bytes(order)), "a count, and the same written and read");
    }

    private static void stop(byte[] body) {
        Set<IpAddress> clients;
        try {
            clients = AgentApi.clients(body);
        } catch (IllegalArgumentException e) {
            Complaint.requireOneLine(e);
            return;
        }
        Require.same(clients, AgentApi.clients(AgentApi.stopBody(clients)), "clients, and the same written and read");
    }

    @Override
    public Stream<byte[]> seeds() {
        Order canaries = new CanaryOrder(
                "7Z3K9QWM2TXB",
                PathId.parse("0001"),
                V4,
                8080,
                PolicyPorts.USUAL,
                new Canary(3, 8192, 8192),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
        SweepOrder sweep = new SweepOrder(List.of(new Target(new PodName("mesh", "client-1"), V6, 15008)), "PEM");
        return Stream.of(
                as(Kind.ORDER, OrderJson.bytes(canaries)),
                as(Kind.ORDER, OrderJson.bytes(new GateOrder(List.of(V4, V6), Duration.ofSeconds(3)))),
                as(Kind.ORDER, OrderJson.bytes(new HandshakeOrder(List.of("server=10.1.1.2:15008"), "PEM"))),
                as(Kind.SWEEP, SweepOrderJson.bytes(new TimedSweep(sweep, Duration.ofSeconds(4)))),
                as(Kind.FLOWS, NodeFlowsJson.bytes(new FlowOrder(Set.of(V4, V6), 15008))),
                as(Kind.STOP, AgentApi.stopBody(List.of(V4, V6))));
    }

    private static byte[] as(Kind kind, byte[] body) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(List.of(Kind.values()).indexOf(kind));
        input.writeBytes(body);
        return input.toByteArray();
    }
}
