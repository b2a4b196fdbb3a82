package io.ambientprober.report.text;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The paths of a large report, summed by the nodes that they begin or end on. */
final class NodeSection {
    private NodeSection() {}

    static void print(Report report, Page page) {
        page.heading("by node");
        int good = 0;
        for (Map.Entry<String, List<VerdictLook>> node : paths(report).entrySet()) {
            VerdictLook worst = Collections.min(node.getValue());
            if (worst.needsAttention()) {
                page.marked(worst, node.getKey() + ": " + Severity.counts(node.getValue()));
            } else {
                good++;
            }
        }
        if (good > 0) {
            page.marked(
                    VerdictLook.PASS, good + (good == 1 ? " node" : " nodes") + " with nothing that needs attention");
        }
    }

    /** A path between two nodes counts for both. */
    private static Map<String, List<VerdictLook>> paths(Report report) {
        Map<String, List<VerdictLook>> paths = new LinkedHashMap<>();
        for (PathReport path : report.paths()) {
            ProbePath planned = path.verdict().path();
            Stream.of(planned.client().node(), planned.server().node())
                    .distinct()
                    .forEach(node -> paths.computeIfAbsent(node, ignored -> new ArrayList<>())
                            .add(Severity.of(path)));
        }
        return paths;
    }
}
