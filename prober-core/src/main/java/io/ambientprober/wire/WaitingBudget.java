package io.ambientprober.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Memory that all connections of an analysis share: for segments that wait for earlier ones, for what copies are held against, and for
 * the beginnings of what only more bytes will tell.
 */
public final class WaitingBudget {
    private static final long BYTES = 8L * 1024 * 1024;
    /** What a waiting segment costs in addition to its bytes. */
    private static final int OVERHEAD = 64;

    /** Four mebibytes: some hundred canaries. */
    private static final int PIECES = 256;

    /** Some 200 searches for the records of an old connection, at their largest; a hello waits for its end for milliseconds. */
    private static final int HELD_BYTES = 8 << 20;

    /** Keeps bytes of a stream until more of them come. */
    interface Holder {
        /** Others hold more by now: forgets what it keeps, and does without. */
        void giveUp();
    }

    private final Deque<RecentBytes> holders = new ArrayDeque<>();
    /** With how much each holds; first the one that has waited longest. */
    private final SequencedMap<Holder, Integer> held = new LinkedHashMap<>();

    private long used;
    private int heldBytes;

    void taken(int bytes) {
        used += bytes + OVERHEAD;
    }

    void givenBack(int bytes) {
        used -= bytes + OVERHEAD;
    }

    boolean isSpent() {
        return used > BYTES;
    }

    /** It holds so many bytes from now on; those who have waited longest give theirs up when all together are too many. */
    void holds(Holder holder, int bytes) {
        letsGo(holder);
        held.putLast(holder, bytes);
        heldBytes += bytes;
        while (heldBytes > HELD_BYTES) {
            var longest = held.pollFirstEntry();
            heldBytes -= longest.getValue();
            longest.getKey().giveUp();
        }
    }

    void letsGo(Holder holder) {
        Integer bytes = held.remove(holder);
        heldBytes -= bytes == null ? 0 : bytes;
    }

    /** Room for a piece of what a stream keeps; when there is no more, that of the oldest piece of any. */
    byte[] piece(RecentBytes holder) {
        byte[] piece = holders.size() < PIECES
                ? new byte[RecentBytes.SIZE]
                : holders.removeFirst().release();
        holders.addLast(holder);
        return piece;
    }
}
