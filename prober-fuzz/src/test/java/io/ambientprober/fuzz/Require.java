package io.ambientprober.fuzz;

import java.util.Objects;

/** What holds for any input. A failure is what a fuzzer looks for, so this must cost nothing while all is well. */
public final class Require {
    private Require() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Both ways came to the same. */
    public static void same(Object one, Object other, String what) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError(what + ":\n" + one + "\n" + other);
        }
    }
}
