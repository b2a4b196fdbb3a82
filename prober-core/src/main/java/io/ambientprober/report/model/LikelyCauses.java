package io.ambientprober.report.model;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Ruling;
import java.util.List;
import java.util.stream.Stream;

/** Which of the causes that were found may be why something was judged so. Naming one never changes what was judged. */
public final class LikelyCauses {
    /** Of one ruling; they come with the likeliest first. */
    private static final int MAX_NAMED = 3;

    private LikelyCauses() {}

    /** Nothing for a good ruling: there is nothing to explain. */
    public static List<Cause> of(List<Cause> causes, ProbePath path, Ruling<?> ruling) {
        return all(causes, path, ruling).limit(MAX_NAMED).toList();
    }

    /** Those that may explain anything in the report and, where anything is to be explained, those that say what is not known. */
    public static List<Cause> of(Report report) {
        if (report.abort() != null) {
            return report.causes();
        }
        boolean open = report.paths().stream().anyMatch(Severity::needsAttention);
        return report.causes().stream()
                .filter(cause -> open && cause.explains().isEmpty()
                        || report.paths().stream()
                                .anyMatch(path -> path.verdict()
                                        .rulings()
                                        .flatMap(ruling -> all(
                                                List.of(cause), path.verdict().path(), ruling))
                                        .findAny()
                                        .isPresent()))
                .toList();
    }

    private static Stream<Cause> all(List<Cause> causes, ProbePath path, Ruling<?> ruling) {
        return causes.stream()
                .filter(cause -> VerdictLook.of(ruling.verdict()).needsAttention()
                        && cause.mayExplain(path, ruling.reason().code()));
    }
}
