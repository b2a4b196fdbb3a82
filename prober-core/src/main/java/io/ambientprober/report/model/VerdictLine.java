package io.ambientprober.report.model;

import io.ambientprober.verdict.RunVerdict;
import java.util.List;

/** The last line: the verdict, what it counts, and how far it reaches. */
public final class VerdictLine {
    public static final String LIMITS =
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
    public static String summary(Report report) {
        if (report.abort() != null) {
            return "nothing was judged: step '" + report.abort().step() + "' failed: "
                    + report.abort().reason();
        }
        List<VerdictLook> looks =
                report.paths().stream().map(path -> Severity.of(path.verdict())).toList();
        String paths = looks.size() == 1 ? "1 path: " : looks.size() + " paths: ";
        return (looks.isEmpty() ? "no paths" : paths + Severity.counts(looks)) + why(report, looks);
    }

    /** What the counts alone leave open. */
    private static String why(Report report, List<VerdictLook> looks) {
        if (report.run() == RunVerdict.INCONCLUSIVE && !looks.contains(VerdictLook.INCONCLUSIVE)) {
            return ". No control showed that the captures can see plaintext";
        }
        if (report.run() == RunVerdict.FAIL && !looks.contains(VerdictLook.FAIL)) {
            return ". Warnings count as failures here";
        }
        return "";
    }
}
