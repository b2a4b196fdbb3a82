package io.ambientprober.traffic;

import io.ambientprober.api.AgentOrders;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.VxlanPorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan and what its taps captured, in memory. */
public record Scene(String name, Plan plan, List<Recording> recordings) {
    private static final int TEXT = 64;

    public Scene {
        recordings = List.copyOf(recordings);
    }

    /** The same with every recording changed by itself, as taps lose and duplicate packets by themselves. */
    public Scene each(UnaryOperator<List<Frame>> change) {
        return with(recordings.stream()
                .map(recording -> recording.with(change.apply(recording.frames())))
                .toList());
    }

    /** The same plan with these taps and what they captured. */
    public Scene with(List<Recording> others) {
        return scene(plan.paths(), others);
    }

    /** The same captures under a plan of these paths. */
    Scene planned(List<ProbePath> paths) {
        return scene(paths, recordings);
    }

    private Scene scene(List<ProbePath> paths, List<Recording> others) {
        Plan changed = new Plan(
                plan.run(),
                plan.hbonePort(),
                plan.policies(),
                paths,
                others.stream().map(Recording::tap).toList());
        return new Scene(name, changed, others);
    }

    /** With no more of the packets that have nothing to do with the plan than so many a tap. */
    public Scene withoutBackground(int kept) {
        Set<IpAddress> pods = new HashSet<>();
        plan.paths().forEach(path -> {
            pods.addAll(path.client().ips());
            pods.addAll(path.server().ips());
            pods.addAll(path.service() == null ? List.of() : path.service().ips());
            pods.addAll(path.waypoint() == null ? List.of() : path.waypoint().ips());
        });
        byte[] token = ("AP1-" + plan.run()).getBytes(StandardCharsets.US_ASCII);
        return each(frames -> {
            int[] background = new int[1];
            return frames.stream()
                    .filter(frame ->
                            isBetween(pods, frame) || Numbers.contains(frame.data(), token) || background[0]++ < kept)
                    .toList();
        });
    }

    private static boolean isBetween(Set<IpAddress> pods, Frame frame) {
        Segment segment = Segment.of(frame);
        return segment != null && pods.contains(segment.source()) && pods.contains(segment.destination());
    }

    /** How many taps show, of a connection older than the capture, bytes later that lie before the first that were captured. */
    public long tapsWithBytesBelowTheFirst() {
        return recordings.stream().filter(Scene::hasBytesBelowTheFirst).count();
    }

    private static boolean hasBytesBelowTheFirst(Recording recording) {
        Map<String, Integer> first = new HashMap<>();
        return recording.frames().stream()
                .map(Segment::of)
                .flatMap(Stream::ofNullable)
                .filter(segment -> segment.payloadLength() > 0)
                .anyMatch(segment ->
                        segment.sequence() - first.computeIfAbsent(segment.flow(), ignored -> segment.sequence()) < 0);
    }

    /** Whether any packet from or to the HBONE port holds 64 printable characters in a row. */
    public boolean hasTextOnHbone() {
        return recordings.stream()
                .flatMap(recording -> recording.frames().stream())
                .flatMap(frame -> Stream.ofNullable(Segment.of(frame)))
                .filter(segment ->
                        segment.sourcePort() == plan.hbonePort() || segment.destinationPort() == plan.hbonePort())
                .anyMatch(segment -> Numbers.hasText(segment.payload(), TEXT));
    }

    /** Whether these bytes stand in any packet. */
    public boolean holds(byte[] bytes) {
        String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        return recordings.stream()
                .flatMap(recording -> recording.frames().stream())
                .anyMatch(frame -> new String(frame.data(), StandardCharsets.ISO_8859_1).contains(wanted));
    }

    public Verdicts judge() {
        return Verdicts.of(plan, Correlation.of(plan, observe()));
    }

    /** The same, of agents that know no more of the plan than what concerns their nodes. */
    public Verdicts judgeWhatAgentsSee() {
        AgentOrders orders = AgentOrders.of(plan);
        return Verdicts.of(
                plan, Correlation.of(plan, observe(node -> orders.of(node).plan())));
    }

    public List<NodeEvidence> observe() {
        return observe(node -> plan);
    }

    /** @param known by node */
    private List<NodeEvidence> observe(Function<String, Plan> known) {
        Map<String, List<Recording>> byNode = recordings.stream()
                .collect(Collectors.groupingBy(
                        recording -> recording.tap().node(), LinkedHashMap::new, Collectors.toList()));
        List<NodeEvidence> evidence = new ArrayList<>();
        byNode.forEach((node, taps) -> evidence.add(observe(known.apply(node), node, taps)));
        return evidence;
    }

    private NodeEvidence observe(Plan known, String node, List<Recording> taps) {
        List<String> ids = taps.stream().map(recording -> recording.tap().id()).toList();
        NodeObserver observer = new NodeObserver(known, node, ids, VxlanPorts.usual());
        new Playback(plan, taps).into(observer);
        for (int i = 0; i < taps.size(); i++) {
            observer.closed(i, taps.get(i).dropped(), List.of(), List.of());
        }
        return observer.finish();
    }

    public int frames() {
        return recordings.stream()
                .mapToInt(recording -> recording.frames().size())
                .sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
