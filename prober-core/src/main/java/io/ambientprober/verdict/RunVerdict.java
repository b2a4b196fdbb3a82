package io.ambientprober.verdict;

import io.ambientprober.plan.ProbePath.Expectation;
import java.util.List;
import java.util.stream.Stream;

/** The verdict of a whole run. */
public enum RunVerdict {
    PASS,
    FAIL,
    INCONCLUSIVE;

    /** Of canaries alone. */
    public static RunVerdict of(List<PathVerdict> paths, FailOn failOn) {
        return of(true, paths, List.of(), failOn);
    }

    /**
     * FAIL if anything fails the run; else INCONCLUSIVE if any is, or what was asked proves nothing; else PASS.
     *
     * @param canaries whether they were asked for: then there has to be a control, and a path beside it
     * @param others pods and flows, as far as they were asked for
     */
    public static RunVerdict of(
            boolean canaries, List<PathVerdict> paths, List<? extends Ruled> others, FailOn failOn) {
        List<Ruled> all = Stream.<Ruled>concat(paths.stream(), others.stream()).toList();
        if (all.stream().anyMatch(ruled -> fails(ruled, failOn))) {
            return FAIL;
        }
        boolean conclusive = all.stream().noneMatch(ruled -> ruled.has(Verdict.INCONCLUSIVE));
        return conclusive && (canaries ? isProbe(paths) : others.stream().anyMatch(RunVerdict::isJudged))
                ? PASS
                : INCONCLUSIVE;
    }

    private static boolean fails(Ruled ruled, FailOn failOn) {
        return ruled.has(Verdict.FAIL)
                || switch (failOn) {
                    case FAIL -> false;
                    case WARN -> ruled.has(Verdict.WARN);
                };
    }

    private static boolean isProbe(List<PathVerdict> paths) {
        return holds(paths, Expectation.PLAINTEXT) && holds(paths, Expectation.ENCRYPTED);
    }

    private static boolean holds(List<PathVerdict> paths, Expectation expectation) {
        return paths.stream().anyMatch(path -> path.path().expect() == expectation);
    }

    private static boolean isJudged(Ruled ruled) {
        return ruled.has(Verdict.PASS) || ruled.has(Verdict.WARN);
    }
}
