package io.ambientprober.wire;

import java.util.Arrays;

/**
 * The latest bytes of a stream as they were captured first, to hold copies of them against: a packet is seen on several devices, and sent
 * again. As long as an offloaded segment may be, so that its parts on another device are still there.
 */
final class RecentBytes {
    private static final byte[] NOTHING = {};
    private static final int LEAST = 1 << 11;
    /** A power of two, and no less than the largest segment. */
    private static final int MOST = 1 << 16;

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
        if (kept + length > ring.length && ring.length < MOST) {
            grow(kept + length);
        }
        int size = ring.length;
        int taken = Math.min(length, size);
        int from = at + length - taken;
        int first = Math.min(taken, size - end);
        System.arraycopy(data, from, ring, end, first);
        System.arraycopy(data, from + first, ring, 0, taken - first);
        end = end + taken & size - 1;
        kept = Math.min(size, kept + taken);
    }

    /** Doubles, so that a short connection takes little. */
    private void grow(int wanted) {
        int size = Math.max(LEAST, ring.length);
        while (size < wanted && size < MOST) {
            size *= 2;
        }
        byte[] larger = new byte[size];
        for (int i = 0; i < kept; i++) {
            larger[i] = ring[end - kept + i & ring.length - 1];
        }
        int more = size - ring.length;
        ring = larger;
        end = kept & size - 1;
        budget.grow(this, more);
    }

    /**
     * Gives its memory back.
     *
     * @return how much that was
     */
    int release() {
        int size = ring.length;
        ring = NOTHING;
        kept = 0;
        end = 0;
        return size;
    }

    /** The next bytes of the stream were not captured: what came before them stays unknown to what comes after. */
    void missing() {
        kept = 0;
        end = 0;
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
        int begin = end - from & ring.length - 1;
        int first = Math.min(count, ring.length - begin);
        int copy = at + skipped;
        return !Arrays.equals(ring, begin, begin + first, data, copy, copy + first)
                || !Arrays.equals(ring, 0, count - first, data, copy + first, copy + count);
    }
}
