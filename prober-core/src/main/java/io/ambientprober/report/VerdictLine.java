package io.ambientprober.report;

import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** The last line: the verdict, what it counts, and how far it reaches. */
public final class VerdictLine {
    static final String LIMITS =
            "This speaks of this run's canaries on these paths, not of other pods, other times, or who the peers are.";

    private VerdictLine() {}

    public static String of(Report report) {
        String line = report.run() + ": " + summary(report);
        String leftOut = report.leftOut();
        return report.abort() != null
                ? line
                : line + ". " + (leftOut.isEmpty() ? "" : "Nodes left out: " + leftOut + ". ") + LIMITS;
    }

    /** What was counted, or why there is nothing to count; without the verdict and without a full stop. */
    static String summary(Report report) {
        if (report.abort() != null) {
            return "nothing was judged: step '" + report.abort().step() + "' failed: "
                    + report.abort().reason();
        }
        List<Verdict> standings =
                report.paths().stream().map(path -> Standing.of(path.verdict())).toList();
        String paths = standings.size() == 1 ? "1 path: " : standings.size() + " paths: ";
        String counts = Standing.ORDER.stream()
                .filter(standings::contains)
                .map(verdict -> count(standings, verdict) + " " + word(verdict))
                .collect(Collectors.joining(", "));
        return (standings.isEmpty() ? "no paths" : paths + counts) + why(report, standings);
    }

    /** What the counts alone leave open. */
    private static String why(Report report, List<Verdict> standings) {
        if (report.run() == RunVerdict.INCONCLUSIVE && !standings.contains(Verdict.INCONCLUSIVE)) {
            return ". No control showed that the captures can see plaintext";
        }
        if (report.run() == RunVerdict.FAIL && !standings.contains(Verdict.FAIL)) {
            return ". Warnings count as failures here";
        }
        return "";
    }

    private static long count(List<Verdict> standings, Verdict verdict) {
        return standings.stream().filter(verdict::equals).count();
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "failed";
            case INCONCLUSIVE -> "inconclusive";
            case WARN -> "with a warning";
            case EXPECTED -> "in clear as declared";
            case PASS -> "passed";
            case NOT_JUDGED -> "not judged";
        };
    }
}
