package io.ambientprober.fuzz;

import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.api.SentObservations;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.Traffic;
import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers of agents and canary pods, as their controller reads them: the first byte says of what. */
final class AnswerEntrance implements Entrance {
    private static final String NODE = "node-1";
    private static final String FILE = "node-1.pcapng";
    private static final IpAddress V4 = IpAddress.parse("10.1.1.2");
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.123Z");
    private static final Canary CANARY = new Canary(3, 8192, 8192);
    private static final PodName POD = new PodName("mesh", "client-1");
    private static final SweepOrder SWEEP = new SweepOrder(List.of(new Target(POD, V4, 15008)), "");
    private static final int MOST = 10;

    private enum Kind {
        OBSERVATIONS,
        SWEEP,
        FLOWS,
        OUTCOME,
        OUTCOMES,
        GATE,
        HANDSHAKES
    }

    /** Reads an answer, and the same once it is written again. */
    private interface Reading<T> {
        T read(byte[] answer) throws IOException;
    }

    private interface Writing<T> {
        byte @Nullable [] write(T read) throws IOException;
    }

    @Override
    public void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        Kind kind = choices.of(Kind.values());
        byte[] answer = choices.rest();
        switch (kind) {
            case OBSERVATIONS ->
                there(answer, json -> ObservationsJson.read(NODE, FILE, json), SentObservations::bytes);
            case SWEEP ->
                there(answer, json -> SweepAnswerJson.read(SWEEP, json).orElse(Map.of()), AnswerEntrance::sweep);
            case FLOWS -> there(answer, json -> NodeFlowsJson.flows(NODE, json), AnswerEntrance::flows);
            case OUTCOME -> there(answer, json -> CanaryJson.read("pod", json, CANARY), CanaryJson::bytes);
            case OUTCOMES ->
                there(
                        answer,
                        json -> CanaryJson.readAll("pod", json, List.of(CANARY, CANARY)),
                        outcomes -> CanaryJson.bytes(outcomes, Integer.MAX_VALUE));
            case GATE -> there(answer, GateOutcome::read, GateOutcome::json);
            case HANDSHAKES -> there(answer, HandshakeJson::read, ignored -> null);
        }
    }

    /** @param writing null of it where what is written is shorter than what was read */
    private static <T> void there(byte[] answer, Reading<T> reading, Writing<T> writing) throws IOException {
        T read;
        try {
            read = reading.read(answer);
        } catch (IOException e) {
            Complaint.requireOneLine(e);
            return;
        }
        byte[] written = writing.write(read);
        if (written != null) {
            Require.same(read, reading.read(written), "an answer, and the same written and read");
        }
    }

    /** Names and findings of handshakes are shortened. */
    private static byte @Nullable [] sweep(Map<PodName, Swept> swept) {
        SweepAnswerJson.bytes(swept.values());
        return null;
    }

    private static byte[] flows(NodeFlows flows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NodeFlowsJson.write(flows, out);
        return out.toByteArray();
    }

    @Override
    public Stream<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(as(Kind.SWEEP, SweepAnswerJson.bytes(List.of(swept()))));
        seeds.add(as(Kind.HANDSHAKES, HandshakeJson.bytes(List.of(handshake("server")))));
        NodeFlows flows = new NodeFlows(NODE, List.of(count()), 9, 1, List.of(V4), NOON, NOON, List.of("!"));
        seeds.add(as(Kind.FLOWS, flows(flows)));
        CanaryOutcome outcome =
                new CanaryOutcome(3, 2, List.of(V4), false, true, List.of("an error (2)"), List.of(V4), 12);
        seeds.add(as(Kind.OUTCOME, CanaryJson.bytes(outcome)));
        seeds.add(as(Kind.OUTCOMES, CanaryJson.bytes(List.of(outcome, outcome), Integer.MAX_VALUE)));
        seeds.add(as(Kind.GATE, new GateOutcome(List.of("10.1.1.2:8081")).json()));
        Stream.concat(
                        Stream.of(SmallScenes.healthy(LinkType.ETHERNET), SmallScenes.leaking(LinkType.RAW)),
                        Scenario.all().stream().limit(MOST).map(Scenario::scene))
                .map(Scene::observe)
                .flatMap(Collection::stream)
                .filter(evidence -> evidence.node().equals(NODE))
                .forEach(evidence -> seeds.add(as(Kind.OBSERVATIONS, observations(evidence))));
        return seeds.stream();
    }

    private static Swept swept() {
        return new Swept(NOON, Answer.TLS, handshake(POD.toString()), NOON);
    }

    private static HandshakeResult handshake(String name) {
        return new HandshakeResult(
                name,
                true,
                "spiffe://x/ns/mesh/sa/a",
                HandshakeResult.Authority.MESH,
                "1.3",
                "0x1302",
                "h2",
                NOON,
                "EC P-256",
                116,
                46,
                List.of("!"));
    }

    private static byte[] observations(NodeEvidence evidence) {
        Tap tap = new Tap(NODE, NODE, List.of(FILE), LinkType.RAW.name(), 5L, 5L, 0, 0, 0, List.of());
        return SentObservations.bytes(new Observations(evidence, tap));
    }

    private static FlowCount count() {
        return new FlowCount(V4, V4, 80, new Traffic(2, 9, 900), new Looks(1, 1, 0), 2, 1, NOON, NOON);
    }

    private static byte[] as(Kind kind, byte[] body) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(List.of(Kind.values()).indexOf(kind));
        input.writeBytes(body);
        return input.toByteArray();
    }
}
