package io.ambientprober.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/** Memory that all connections of an analysis share: for segments that wait for earlier ones, and for what copies are held against. */
public final class WaitingBudget {
    private static final long BYTES = 8L * 1024 * 1024;
    /** What a waiting segment costs besides its bytes. */
    private static final int OVERHEAD = 64;

    private static final long RECENT_BYTES = 8L * 1024 * 1024;

    private final Deque<RecentBytes> holders = new ArrayDeque<>();
    private long used;
    private long recent;

    void taken(int bytes) {
        used += bytes + OVERHEAD;
    }

    void givenBack(int bytes) {
        used -= bytes + OVERHEAD;
    }

    boolean isSpent() {
        return used > BYTES;
    }

    /** Makes room for what a stream keeps; those that had theirs longest begin anew. */
    void grow(RecentBytes holder, int bytes) {
        recent += bytes;
        while (recent > RECENT_BYTES && !holders.isEmpty()) {
            recent -= holders.removeFirst().release();
        }
        holders.addLast(holder);
    }
}
