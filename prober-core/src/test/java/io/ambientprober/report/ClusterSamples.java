package io.ambientprober.report;

import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.verdict.EncryptionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reports of whole clusters: three paths a node, thirty pods, a capture. */
public final class ClusterSamples {
    private ClusterSamples() {}

    /** Every seventh path leaks, and one pod and one flow in a hundred. */
    public static Report leaking(int nodes) {
        return of(nodes, SampleReports.large(nodes * 3 / 2).paths());
    }

    /** Of the paths one leaks. */
    public static Report almostHealthy(int nodes) {
        List<PathReport> paths = SampleReports.large(nodes * 3 / 2).paths();
        PathReport leak = paths.getFirst();
        return of(
                nodes,
                paths.stream()
                        .filter(path ->
                                path.equals(leak) || path.verdict().encryption().reason() == EncryptionReason.HBONE)
                        .toList());
    }

    /** The same without the leak and without pods: it passes. */
    public static Report healthy(int nodes) {
        List<PathReport> paths = almostHealthy(nodes).paths();
        return new Revision(SampleReports.passing()).of(withControl(paths.subList(1, paths.size())));
    }

    private static Report of(int nodes, List<PathReport> paths) {
        Report tenants = TenantSamples.large(nodes * 30);
        return new Revision(tapped(nodes, paths)).asking(tenants.checks(), tenants.coverage());
    }

    private static Report tapped(int nodes, List<PathReport> paths) {
        Report sample = SampleReports.passing();
        List<TapReport> taps = new ArrayList<>(sample.taps());
        IntStream.range(0, nodes)
                .mapToObj(node -> "of-node-" + node)
                .map(id -> new TapReport(
                        new Tap(id, id, id + ".pcapng", "LINUX_SLL2", 0, 0, 0), null, List.of("5f".repeat(32))))
                .forEach(taps::add);
        return new Revision(new Revision(sample).of(withControl(paths))).tapped(taps);
    }

    private static List<PathReport> withControl(List<PathReport> paths) {
        PathReport control = SampleReports.passing().paths().getFirst();
        List<PathReport> all = new ArrayList<>(paths);
        all.removeIf(path -> path.id().equals(control.id()));
        all.add(control);
        return all;
    }
}
