package io.ambientprober.wire;

/** Memory that all connections of an analysis share for segments that wait for earlier ones. */
public final class WaitingBudget {
    private static final long BYTES = 8L * 1024 * 1024;
    /** What a waiting segment costs besides its bytes. */
    private static final int OVERHEAD = 64;

    private long used;

    void taken(int bytes) {
        used += bytes + OVERHEAD;
    }

    void givenBack(int bytes) {
        used -= bytes + OVERHEAD;
    }

    boolean isSpent() {
        return used > BYTES;
    }
}
