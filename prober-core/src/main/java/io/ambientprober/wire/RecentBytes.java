package io.ambientprober.wire;

import java.util.Arrays;

/**
 * The latest bytes of a stream as they were captured first, to hold copies of them against: a packet is seen on several devices, and sent
 * again. Of a larger segment only the end is kept.
 */
final class RecentBytes {
    /** A power of two: eleven segments of an Ethernet. */
    static final int SIZE = 1 << 14;

    private static final byte[] NOTHING = {};

    private final WaitingBudget budget;
    private byte[] ring = NOTHING;
    /** Bytes kept, the latest of the stream. */
    private int kept;
    /** Where the next byte goes. */
    private int end;

    RecentBytes(WaitingBudget budget) {
        this.budget = budget;
    }

    /** The next bytes of the stream. */
    void bytes(byte[] data, int at, int length) {
        if (ring.length == 0) {
            ring = budget.ring(this);
        }
        int taken = Math.min(length, SIZE);
        int from = at + length - taken;
        int first = Math.min(taken, SIZE - end);
        System.arraycopy(data, from, ring, end, first);
        System.arraycopy(data, from + first, ring, 0, taken - first);
        end = end + taken & SIZE - 1;
        kept = Math.min(SIZE, kept + taken);
    }

    /** Gives its memory to another stream; what comes next is kept from there on. */
    byte[] release() {
        byte[] released = ring;
        ring = NOTHING;
        kept = 0;
        return released;
    }

    /** The next bytes of the stream were not captured: what came before them stays unknown to what comes after. */
    void missing() {
        kept = 0;
    }

    /**
     * Whether a copy of some of them differs.
     *
     * @param back how many bytes before the end of the stream the copy begins
     * @param length bytes of the copy, none of them new
     */
    boolean contradicts(int back, byte[] data, int at, int length) {
        int from = Math.min(back, kept);
        int skipped = back - from;
        int count = length - skipped;
        if (count <= 0) {
            return false;
        }
        int begin = end - from & SIZE - 1;
        int first = Math.min(count, SIZE - begin);
        int copy = at + skipped;
        return !Arrays.equals(ring, begin, begin + first, data, copy, copy + first)
                || !Arrays.equals(ring, 0, count - first, data, copy + first, copy + count);
    }
}
