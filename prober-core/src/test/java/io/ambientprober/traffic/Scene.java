package io.ambientprober.traffic;

import io.ambientprober.evidence.Correlation;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.VxlanPorts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A plan and what its taps captured, in memory. */
public record Scene(String name, Plan plan, List<Recording> recordings) {
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
        Plan changed = new Plan(
                plan.run(),
                plan.hbonePort(),
                plan.policies(),
                plan.paths(),
                others.stream().map(Recording::tap).toList());
        return new Scene(name, changed, others);
    }

    public Verdicts judge() {
        return Verdicts.of(plan, Correlation.of(plan, observe()));
    }

    public List<NodeEvidence> observe() {
        Map<String, List<Recording>> byNode = recordings.stream()
                .collect(Collectors.groupingBy(
                        recording -> recording.tap().node(), LinkedHashMap::new, Collectors.toList()));
        List<NodeEvidence> evidence = new ArrayList<>();
        byNode.forEach((node, taps) -> evidence.add(observe(node, taps)));
        return evidence;
    }

    private NodeEvidence observe(String node, List<Recording> taps) {
        List<String> ids = taps.stream().map(recording -> recording.tap().id()).toList();
        NodeObserver observer = new NodeObserver(plan, node, ids, VxlanPorts.usual());
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
