package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Reads all captures of a plan, one worker per node. */
public final class Analysis {
    private Analysis() {}

    /**
     * Reads the plan's captures to their ends.
     *
     * @param folder what the plan's tap files are relative to
     * @throws IOException when a capture cannot be read, or two nodes hold the same packets
     */
    public static List<NodeEvidence> read(Plan plan, Path folder, VxlanPorts vxlanPorts) throws IOException {
        Map<String, List<Tap>> byNode =
                plan.taps().stream().collect(Collectors.groupingBy(Tap::node, LinkedHashMap::new, Collectors.toList()));
        List<Callable<NodeReading>> nodes = new ArrayList<>();
        byNode.forEach((node, taps) -> nodes.add(() -> readNode(plan, node, taps, folder, vxlanPorts)));
        List<NodeReading> readings = readAll(nodes);
        HeldPackets.requireOneNodeEach(
                readings.stream().flatMap(reading -> reading.held().stream()).toList());
        return readings.stream().map(NodeReading::evidence).toList();
    }

    /** @param held by each file, by each tap, and by the node */
    private record NodeReading(NodeEvidence evidence, List<HeldPackets> held) {}

    private static List<NodeReading> readAll(List<Callable<NodeReading>> nodes) throws IOException {
        int workers = Math.min(nodes.size(), Runtime.getRuntime().availableProcessors());
        if (workers <= 1) {
            return sequentially(nodes);
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            return gather(executor, nodes);
        }
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

    private static List<NodeReading> sequentially(List<Callable<NodeReading>> nodes) throws IOException {
        List<NodeReading> readings = new ArrayList<>();
        for (Callable<NodeReading> node : nodes) {
            try {
                readings.add(node.call());
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("reading a capture throws nothing else", e);
            }
        }
        return readings;
    }

    private static List<NodeReading> gather(ExecutorService executor, List<Callable<NodeReading>> nodes)
            throws IOException {
        List<Future<NodeReading>> futures = nodes.stream().map(executor::submit).toList();
        List<NodeReading> readings = new ArrayList<>();
        try {
            for (Future<NodeReading> future : futures) {
                readings.add(future.get());
            }
            return readings;
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(true));
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("reading a capture throws nothing else", e);
            }
        } catch (InterruptedException e) {
            futures.forEach(future -> future.cancel(true));
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading captures", e);
        }
    }
}
