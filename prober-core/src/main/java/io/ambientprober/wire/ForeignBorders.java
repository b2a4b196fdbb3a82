package io.ambientprober.wire;

/**
 * Finds tokens that segment borders cut in connections that are nobody's of the plan, for example behind an address translation:
 * the few bytes at the end of a segment that may begin a token wait for the segment that follows. Nearly no segment ends so, and then
 * nothing is kept.
 */
public final class ForeignBorders {
    private static final int SETS = 256;
    /** As many others may wait in a set before the oldest gives way. */
    private static final int WAYS = 4;

    private static final int SLOTS = SETS * WAYS;
    /** The most that can be kept of an unfinished token. */
    private static final int SIDE = Token.LENGTH - 1;

    private final TokenScanner scanner;
    private final long[] flows = new long[SLOTS];
    private final int[] expected = new int[SLOTS];
    private final byte[] beginnings = new byte[SLOTS * Token.LENGTH];
    private final int[] lengths = new int[SLOTS];
    /** In each set, the slot that the next beginning takes. */
    private final int[] next = new int[SETS];

    private final byte[] joined = new byte[2 * SIDE];

    /** For one capture; the scanner says which run's tokens count. */
    public ForeignBorders(TokenScanner scanner) {
        this.scanner = scanner;
    }

    /** Adds a segment; the token that it completed, if any, is then in the scanner. */
    public boolean completes(Headers packet) {
        int at = packet.payloadAt;
        int captured = packet.payloadCaptured;
        if (captured == 0) {
            return false;
        }
        int slot = waiting(packet, packet.sequence);
        if (slot < 0) {
            keepBeginning(packet, packet.data, at, at + captured);
            return false;
        }
        int before = lengths[slot];
        int after = Math.min(SIDE, captured);
        System.arraycopy(beginnings, slot * Token.LENGTH, joined, 0, before);
        System.arraycopy(packet.data, at, joined, before, after);
        boolean found = scanner.find(joined, 0, before + after) >= 0;
        if (captured < SIDE) {
            keepBeginning(packet, joined, 0, before + after);
        } else {
            keepBeginning(packet, packet.data, at, at + captured);
        }
        return found;
    }

    private void keepBeginning(Headers packet, byte[] data, int from, int end) {
        if (packet.payloadCaptured < packet.payloadLength || !scanner.mayBeginBefore(data, from, end)) {
            return;
        }
        int beginning = scanner.beginningBefore(data, from, end);
        if (beginning == end) {
            return;
        }
        int following = packet.sequence + packet.payloadLength;
        int slot = free(packet, following);
        flows[slot] = FlowHash.direction(packet);
        expected[slot] = following;
        lengths[slot] = end - beginning;
        System.arraycopy(data, beginning, beginnings, slot * Token.LENGTH, end - beginning);
    }

    /**
     * The slot of the beginning that waits for what has this number in the packet's direction, or -1. Two connections with the same
     * fingerprint could only join bytes that make no token.
     */
    private int waiting(Headers packet, int sequence) {
        int first = FlowHash.sequence(sequence, SETS) * WAYS;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (expected[slot] == sequence && lengths[slot] > 0 && flows[slot] == FlowHash.direction(packet)) {
                return slot;
            }
        }
        return -1;
    }

    private int free(Headers packet, int sequence) {
        int again = waiting(packet, sequence);
        if (again >= 0) {
            return again;
        }
        int set = FlowHash.sequence(sequence, SETS);
        int way = next[set];
        next[set] = (way + 1) % WAYS;
        return set * WAYS + way;
    }
}
