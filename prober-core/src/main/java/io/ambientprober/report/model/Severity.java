package io.ambientprober.report.model;

import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.PathVerdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a path stands as a whole: by the ruling that matters most. */
public final class Severity {
    private Severity() {}

    public static VerdictLook of(PathVerdict path) {
        return path.rulings()
                .map(ruling -> VerdictLook.of(ruling.verdict()))
                .min(Comparator.naturalOrder())
                .orElse(VerdictLook.NOT_JUDGED);
    }

    /** Failures first, otherwise the order of the plan. */
    public static List<PathReport> sorted(Report report) {
        return report.paths().stream()
                .sorted(Comparator.comparing(path -> of(path.verdict())))
                .toList();
    }

    public static boolean needsAttention(PathReport path) {
        return of(path.verdict()).needsAttention();
    }

    /** For example {@code 1 failed, 2 passed}; what matters most comes first. */
    public static String counts(Collection<VerdictLook> paths) {
        return Stream.of(VerdictLook.values())
                .filter(paths::contains)
                .map(look -> paths.stream().filter(look::equals).count() + " " + look.word())
                .collect(Collectors.joining(", "));
    }
}
