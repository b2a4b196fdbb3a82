package io.ambientprober.wire;

/** Counters that a file claims: never negative, and they stop at the largest long. */
public final class Counts {
    private Counts() {}

    static long ofUnsigned(long count) {
        return count < 0 ? Long.MAX_VALUE : count;
    }

    public static long sum(long a, long b) {
        return ofUnsigned(a + b);
    }
}
