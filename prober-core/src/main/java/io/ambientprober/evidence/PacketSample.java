package io.ambientprober.evidence;

import java.util.Arrays;

/**
 * Some packets of many, chosen by themselves: those with the smallest hashes, so that captures with the same packets have the same ones here
 * (bottom-k sketch; Cohen and Kaplan, 2007).
 */
final class PacketSample {
    private static final int SIZE = 256;
    /** Fewer say nothing of the rest. */
    private static final int FEWEST = 32;
    /**
     * Of sixteen. Captures of two nodes of one kernel, where a packet may keep its time from node to node, were seen to share 12; those of
     * two kernels 2 at most.
     */
    private static final int ALIKE = 15;

    private final long[] smallest = new long[SIZE];
    private int size;
    /** None beyond it is looked at. */
    private long most = Long.MAX_VALUE;

    void add(long hash) {
        if (hash < most) {
            insert(hash);
        }
    }

    private void insert(long hash) {
        int found = Arrays.binarySearch(smallest, 0, size, hash);
        if (found >= 0) {
            return;
        }
        int at = -found - 1;
        int kept = Math.min(size, SIZE - 1);
        System.arraycopy(smallest, at, smallest, at + 1, kept - at);
        smallest[at] = hash;
        size = kept + 1;
        most = size == SIZE ? smallest[SIZE - 1] : Long.MAX_VALUE;
    }

    void add(PacketSample more) {
        for (int i = 0; i < more.size; i++) {
            add(more.smallest[i]);
        }
    }

    /** Whether nearly all packets of one of the two are the other's, too. */
    boolean isLike(PacketSample other) {
        long least = Math.min(most, other.most);
        int of = upTo(least);
        int ofOther = other.upTo(least);
        int fewer = Math.min(of, ofOther);
        int common = 0;
        for (int i = 0; i < of; i++) {
            common += Arrays.binarySearch(other.smallest, 0, ofOther, smallest[i]) >= 0 ? 1 : 0;
        }
        return fewer >= FEWEST && common * 16L >= (long) fewer * ALIKE;
    }

    /** How many of these are no larger. */
    private int upTo(long hash) {
        int found = Arrays.binarySearch(smallest, 0, size, hash);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
