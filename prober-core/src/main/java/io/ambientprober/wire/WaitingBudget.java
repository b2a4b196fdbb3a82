package io.ambientprober.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/** Memory that all connections of an analysis share: for segments that wait for earlier ones, and for what copies are held against. */
public final class WaitingBudget {
    private static final long BYTES = 8L * 1024 * 1024;
    /** What a waiting segment costs besides its bytes. */
    private static final int OVERHEAD = 64;

    /** One mebibyte: a node has few streams of a run at a time. */
    private static final int RINGS = 64;

    private final Deque<RecentBytes> holders = new ArrayDeque<>();
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

    /** Room for what a stream keeps; when there is no more, that of the stream which has had it longest. */
    byte[] ring(RecentBytes holder) {
        byte[] ring = holders.size() < RINGS
                ? new byte[RecentBytes.SIZE]
                : holders.removeFirst().release();
        holders.addLast(holder);
        return ring;
    }
}
