package io.ambientprober.verdict;

import io.ambientprober.plan.ProbePath.Expectation;
import java.util.List;

/** The verdict of a whole run. */
public enum RunVerdict {
    PASS,
    FAIL,
    INCONCLUSIVE;

    /** FAIL if anything fails the run; else INCONCLUSIVE if any is, or there is no control, or nothing but controls; else PASS. */
    public static RunVerdict of(List<PathVerdict> paths, FailOn failOn) {
        if (paths.stream().anyMatch(path -> fails(path, failOn))) {
            return FAIL;
        }
        boolean conclusive = paths.stream().noneMatch(path -> path.has(Verdict.INCONCLUSIVE));
        return conclusive && holds(paths, Expectation.PLAINTEXT) && holds(paths, Expectation.ENCRYPTED)
                ? PASS
                : INCONCLUSIVE;
    }

    private static boolean fails(PathVerdict path, FailOn failOn) {
        return path.has(Verdict.FAIL)
                || switch (failOn) {
                    case FAIL -> false;
                    case WARN -> path.has(Verdict.WARN);
                };
    }

    private static boolean holds(List<PathVerdict> paths, Expectation expectation) {
        return paths.stream().anyMatch(path -> path.path().expect() == expectation);
    }
}
