package io.ambientprober.report;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.Report.PathReport;
import io.ambientprober.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths of a large report, summed by the nodes that they begin or end on. */
final class NodeSection {
    private NodeSection() {}

    static void print(Report report, Page page) {
        page.heading("by node");
        int good = 0;
        for (Map.Entry<String, List<Verdict>> node : standings(report).entrySet()) {
            Verdict worst = worst(node.getValue());
            if (Standing.isGood(worst)) {
                good++;
            } else {
                page.marked(Mark.of(worst), node.getKey() + ": " + counts(node.getValue()));
            }
        }
        if (good > 0) {
            page.marked(Mark.GOOD, good + (good == 1 ? " node" : " nodes") + " with nothing that needs attention");
        }
    }

    /** A path between two nodes counts for both. */
    private static Map<String, List<Verdict>> standings(Report report) {
        Map<String, List<Verdict>> standings = new LinkedHashMap<>();
        for (PathReport path : report.paths()) {
            ProbePath planned = path.verdict().path();
            Stream.of(planned.client().node(), planned.server().node())
                    .distinct()
                    .forEach(node -> standings
                            .computeIfAbsent(node, ignored -> new ArrayList<>())
                            .add(Standing.of(path.verdict())));
        }
        return standings;
    }

    private static Verdict worst(List<Verdict> standings) {
        return Standing.ORDER.stream().filter(standings::contains).findFirst().orElse(Verdict.NOT_JUDGED);
    }

    private static String counts(List<Verdict> standings) {
        return Standing.ORDER.stream()
                .filter(standings::contains)
                .map(verdict -> standings.stream().filter(verdict::equals).count() + " " + VerdictLine.word(verdict))
                .collect(Collectors.joining(", "));
    }
}
