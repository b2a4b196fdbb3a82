package io.ambientprober.evidence;

import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads all captures of a plan, one worker per node. */
public final class Analysis {
    private Analysis() {}

    /**
     * Reads a plan and the captures beside it.
     *
     * @throws IOException when the plan or a capture cannot be read, or two nodes hold the same packets
     */
    public static RunRecord ofPlan(Path planFile, VxlanPorts vxlanPorts) throws IOException {
        Plan plan = PlanFile.read(planFile);
        return new RunRecord(plan, read(plan, planFile.resolveSibling(""), vxlanPorts));
    }

    /**
     * Reads the plan's captures to their ends.
     *
     * @param folder what the plan's tap files are relative to
     * @throws IOException when a capture cannot be read, or two nodes hold the same packets
     */
    public static List<NodeEvidence> read(Plan plan, Path folder, VxlanPorts vxlanPorts) throws IOException {
        Map<String, List<Tap>> byNode =
                plan.taps().stream().collect(Collectors.groupingBy(Tap::node, LinkedHashMap::new, Collectors.toList()));
        int workers = Math.clamp(byNode.size(), 1, Runtime.getRuntime().availableProcessors());
        List<NodeReading> readings = new Parallel<>(workers, Analysis::interrupted)
                .map(byNode.entrySet(), node -> readNode(plan, node.getKey(), node.getValue(), folder, vxlanPorts));
        HeldPackets.requireOneNodeEach(
                readings.stream().flatMap(reading -> reading.held().stream()).toList());
        return readings.stream().map(NodeReading::evidence).toList();
    }

    /** @param held by each file, by each tap, and by the node */
    private record NodeReading(NodeEvidence evidence, List<HeldPackets> held) {}

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while reading captures", e);
    }

    private static NodeReading readNode(Plan plan, String node, List<Tap> taps, Path folder, VxlanPorts vxlanPorts)
            throws IOException {
        List<String> ids = taps.stream().map(Tap::id).toList();
        NodeObserver observer = new NodeObserver(plan, node, ids, vxlanPorts);
        List<HeldPackets> files = new ArrayList<>();
        List<HeldPackets> held = new ArrayList<>();
        try (TapMerge merge = TapMerge.open(taps, folder, plan.run())) {
            Packet packet = merge.next();
            while (packet != null) {
                observer.accept(merge.source(), packet);
                packet = merge.next();
            }
            for (int i = 0; i < taps.size(); i++) {
                TapReader tap = merge.tap(i);
                observer.closed(i, tap.dropped(), tap.notes(), tap.faults());
                files.addAll(tap.held());
                held.add(HeldPackets.together(node, tap.held()));
            }
        }
        held.addAll(files);
        held.add(HeldPackets.together(node, files));
        return new NodeReading(observer.finish(), held);
    }
}
