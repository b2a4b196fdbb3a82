package io.ambientprober.wire;

import java.util.Arrays;

/**
 * Bytes of a stream as they were captured first, to hold copies of them against: a packet is seen on several devices, and sent again. All of
 * them, as long as there is room for all streams; then those that came last.
 */
final class RecentBytes {
    /** Bytes of a piece. */
    static final int SIZE = 1 << 14;

    private final WaitingBudget budget;
    /** In the order of the stream, all full except the last. */
    private byte[][] pieces = {};

    private int count;
    /** Where the next byte goes in the last piece. */
    private int end = SIZE;
    /** Bytes that follow each other up to the latest of the stream. */
    private int kept;

    RecentBytes(WaitingBudget budget) {
        this.budget = budget;
    }

    /** The next bytes of the stream. */
    void bytes(byte[] data, int at, int length) {
        int from = at;
        int left = length;
        while (left > 0) {
            if (end == SIZE) {
                begin(budget.piece(this));
            }
            int taken = Math.min(left, SIZE - end);
            System.arraycopy(data, from, pieces[count - 1], end, taken);
            end += taken;
            kept += taken;
            from += taken;
            left -= taken;
        }
    }

    private void begin(byte[] piece) {
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(1, 2 * count));
        }
        pieces[count++] = piece;
        end = 0;
    }

    /** Gives its oldest piece to another stream, or to itself. */
    byte[] release() {
        byte[] released = pieces[0];
        count--;
        System.arraycopy(pieces, 1, pieces, 0, count);
        if (count == 0) {
            end = SIZE;
        }
        kept = Math.min(kept, stored());
        return released;
    }

    private int stored() {
        return count == 0 ? 0 : (count - 1) * SIZE + end;
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
        int place = stored() - from;
        for (int done = skipped; done < length; ) {
            int begin = place % SIZE;
            int compared = Math.min(length - done, SIZE - begin);
            int copy = at + done;
            if (!Arrays.equals(pieces[place / SIZE], begin, begin + compared, data, copy, copy + compared)) {
                return true;
            }
            done += compared;
            place += compared;
        }
        return false;
    }
}
