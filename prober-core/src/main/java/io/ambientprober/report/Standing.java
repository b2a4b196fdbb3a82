package io.ambientprober.report;

import io.ambientprober.report.Report.PathReport;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Verdict;
import java.util.Comparator;
import java.util.List;

/** How a path stands as a whole: by the ruling that matters most. */
final class Standing {
    /** What matters most comes first. */
    static final List<Verdict> ORDER = List.of(
            Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS, Verdict.EXPECTED, Verdict.NOT_JUDGED);

    private Standing() {}

    static Verdict of(PathVerdict path) {
        return ORDER.stream().filter(path::has).findFirst().orElse(Verdict.NOT_JUDGED);
    }

    /** Failures first, otherwise the order of the plan. */
    static List<PathReport> sorted(Report report) {
        return report.paths().stream()
                .sorted(Comparator.comparingInt(path -> ORDER.indexOf(of(path.verdict()))))
                .toList();
    }

    static boolean isGood(PathReport path) {
        return isGood(of(path.verdict()));
    }

    static boolean isGood(Verdict verdict) {
        return switch (verdict) {
            case PASS, EXPECTED, NOT_JUDGED -> true;
            case FAIL, INCONCLUSIVE, WARN -> false;
        };
    }
}
