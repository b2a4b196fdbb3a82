package io.ambientprober.cli;

import io.ambientprober.verdict.RunVerdict;

/** All that the command ever ends with. */
final class ExitCode {
    static final int PASS = 0;
    static final int FAIL = 1;
    static final int INCONCLUSIVE = 2;
    /** Wrong usage or unreadable input (EX_USAGE of sysexits.h). */
    static final int USAGE = 64;
    /** Anything that is neither a verdict nor the user's mistake (EX_SOFTWARE of sysexits.h). */
    static final int INTERNAL = 70;

    private ExitCode() {}

    static int of(RunVerdict verdict) {
        return switch (verdict) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }

    /**
     * Of a command that came to a verdict and could then not do all that was asked of it. A red verdict stands, as whatever runs the command
     * tries {@link #INTERNAL} again, and may then be told PASS.
     */
    static int notWhole(int verdict) {
        return verdict == PASS ? INTERNAL : verdict;
    }
}
