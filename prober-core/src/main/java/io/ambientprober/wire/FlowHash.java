package io.ambientprober.wire;

import java.security.SecureRandom;

/**
 * Hashes addresses and ports for tables that packets of strangers fill. The numbers in it are new in each process, and nobody who
 * does not know them can choose two inputs whose hashes are more often equal than by chance: upper halves of sums of products of 32-bit
 * words (Dietzfelbinger 1996; Lemire and Kaser 2014, "Strongly universal string hashing is fast"). A product of 64 bits each is as good, and
 * no single instruction where only the first compiler runs.
 */
public final class FlowHash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long WORD_1 = RANDOM.nextLong();
    private static final long WORD_2 = RANDOM.nextLong();
    private static final long WORD_3 = RANDOM.nextLong();
    private static final long WORD_4 = RANDOM.nextLong();
    private static final long PORT = RANDOM.nextLong();
    private static final long END = RANDOM.nextLong();
    private static final long LOWER = RANDOM.nextLong();
    private static final long HIGHER = RANDOM.nextLong();
    private static final long CONNECTION = RANDOM.nextLong();
    private static final long SEQUENCE = RANDOM.nextLong() | 1;
    private static final long WORD = 0xFFFF_FFFFL;

    /** What all of IPv4 have in common. */
    private static final long V4 = END + 0xFFFFL * WORD_3;

    private FlowHash() {}

    /**
     * One end of a connection.
     *
     * @param high upper 64 bits of the address, see {@link IpAddress}
     */
    public static int end(long high, long low, int port) {
        return scattered(sum(high, low, port));
    }

    private static int sum(long high, long low, int port) {
        if (IpAddress.isV4(high, low)) {
            return (int) (V4 + (low & WORD) * WORD_4 + port * PORT >>> 32);
        }
        long sum = END
                + (high >>> 32) * WORD_1
                + (high & WORD) * WORD_2
                + (low >>> 32) * WORD_3
                + (low & WORD) * WORD_4
                + port * PORT;
        return (int) (sum >>> 32);
    }

    /** A connection, the same in both directions. */
    public static int connection(Headers packet) {
        int source = source(packet);
        int destination = destination(packet);
        long sum = CONNECTION
                + (Math.min(source, destination) & WORD) * LOWER
                + (Math.max(source, destination) & WORD) * HIGHER;
        return scattered((int) (sum >>> 32));
    }

    /** One direction of a connection. */
    static long direction(Headers packet) {
        return (long) source(packet) << 32 | destination(packet) & WORD;
    }

    /**
     * A sequence number of TCP alone.
     *
     * @param below what is returned, a power of two
     */
    static int sequence(int sequence, int below) {
        return (int) (sequence * SEQUENCE >>> 32) & below - 1;
    }

    private static int source(Headers packet) {
        return sum(packet.sourceHigh, packet.sourceLow, packet.sourcePort);
    }

    private static int destination(Headers packet) {
        return sum(packet.destinationHigh, packet.destinationLow, packet.destinationPort);
    }

    /** Neighbours of a table's row are chosen by chance, too: sums alone would put addresses in a row at even distances. */
    private static int scattered(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x7FEB_352D; // Chris Wellons, hash-prospector: lowbias32
        mixed = (mixed ^ mixed >>> 15) * 0x846C_A68B;
        return mixed ^ mixed >>> 16;
    }
}
