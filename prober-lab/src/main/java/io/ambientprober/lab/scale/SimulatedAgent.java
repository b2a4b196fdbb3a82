package io.ambientprober.lab.scale;

import io.ambientprober.api.AgentApi;
import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.AgentOrderJson;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.Traffic;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The agent of a node whose mesh is healthy. It reads orders as agents do, and answers what they answer. */
final class SimulatedAgent {
    /** Pods on other nodes that each pod calls, and as many that call it. */
    private static final int PEERS = 10;

    private static final Duration VALID = Duration.ofDays(1);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int BILLION = 1_000_000_000;

    private final String node;
    private final int number;
    private final ClusterSize size;
    private final Map<String, IpAddress> clients;
    private volatile @Nullable AgentOrder armed;
    private volatile @Nullable SweepOrder ordered;
    private volatile Set<IpAddress> counted = Set.of();
    private volatile Instant began = Instant.EPOCH;

    /** @param clients of all paths, by path */
    SimulatedAgent(int number, ClusterSize size, Map<String, IpAddress> clients) {
        this.node = ClusterSize.node(number);
        this.number = number;
        this.size = size;
        this.clients = clients;
    }

    String node() {
        return node;
    }

    byte[] answer(String path, byte[] body) throws IOException {
        return switch (path) {
            case AgentApi.ARM -> {
                armed = AgentOrderJson.read(body);
                yield NOTHING;
            }
            case AgentApi.FLOWS -> {
                counted = NodeFlowsJson.order(body).local();
                began = began.equals(Instant.EPOCH) ? Instant.now() : began;
                yield NOTHING;
            }
            case AgentApi.OBSERVATIONS -> observations();
            case AgentApi.SWEEP -> {
                ordered = SweepOrderJson.read(body).order();
                yield SweepAnswerJson.goesOn();
            }
            case AgentApi.SWEPT -> swept();
            case AgentApi.FLOW_COUNTS -> flows();
            default -> NOTHING;
        };
    }

    private byte[] observations() throws IOException {
        AgentOrder order = armed;
        if (order == null) {
            throw new IOException("not armed");
        }
        Instant now = Instant.now();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObservationsJson.write(
                new HealthyTraffic(node, order.plan(), clients, now.getEpochSecond() * BILLION + now.getNano()).seen(),
                bytes);
        return bytes.toByteArray();
    }

    private byte[] swept() throws IOException {
        SweepOrder order = ordered;
        if (order == null) {
            throw new IOException("no sweep was ordered");
        }
        return SweepAnswerJson.bytes(
                order.targets().stream().map(target -> swept(target.pod())).toList());
    }

    private static Swept swept(PodName pod) {
        Instant now = Instant.now();
        return new Swept(
                now,
                Answer.TLS,
                new HandshakeResult(
                        pod.toString(),
                        true,
                        "spiffe://cluster.local/ns/" + pod.namespace() + "/sa/default",
                        Authority.MESH,
                        "1.3",
                        "0x1302",
                        "h2",
                        now.plus(VALID),
                        "EC P-256",
                        116,
                        48,
                        List.of()),
                now.minusSeconds(60));
    }

    private byte[] flows() throws IOException {
        List<FlowCount> counts = new ArrayList<>();
        Instant now = Instant.now();
        for (int pod = 0; pod < size.podsPerNode(); pod++) {
            IpAddress own = IpAddress.parse(AddressPool.tenant(number, pod));
            if (!counted.contains(own)) {
                continue;
            }
            for (int peer = 1; peer <= PEERS; peer++) {
                IpAddress other = IpAddress.parse(AddressPool.tenant((number + peer) % size.nodes(), pod));
                IpAddress caller =
                        IpAddress.parse(AddressPool.tenant((number - peer + size.nodes()) % size.nodes(), pod));
                counts.add(count(own, other, now));
                counts.add(count(caller, own, now));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NodeFlowsJson.write(new NodeFlows(node, counts, 100_000, 0, List.of(), began, now, List.of()), bytes);
        return bytes.toByteArray();
    }

    private FlowCount count(IpAddress client, IpAddress server, Instant now) {
        return new FlowCount(client, server, 15008, new Traffic(3, 120, 60_000), new Looks(0, 0, 0), 3, 3, began, now);
    }
}
