package io.ambientprober.wire;

import java.security.SecureRandom;

/**
 * Hashes addresses and ports for tables that packets of strangers fill. The numbers in it are drawn anew for each process, and both
 * products that mix them are taken in full (as wyhash does), so that nobody outside can choose addresses whose hashes collide.
 */
public final class FlowHash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long HIGH = RANDOM.nextLong();
    private static final long LOW = RANDOM.nextLong();
    private static final long PORT = RANDOM.nextLong();
    private static final long END = RANDOM.nextLong();
    private static final long CONNECTION = RANDOM.nextLong();

    private FlowHash() {}

    /**
     * One end of a connection.
     *
     * @param high upper 64 bits of the address, see {@link IpAddress}
     */
    public static long end(long high, long low, int port) {
        return mixed(mixed(high ^ HIGH, low ^ LOW) ^ port ^ PORT, END);
    }

    /** A connection, the same in both directions. */
    public static long connection(Headers packet) {
        long ends = end(packet.sourceHigh, packet.sourceLow, packet.sourcePort)
                + end(packet.destinationHigh, packet.destinationLow, packet.destinationPort);
        return mixed(ends ^ CONNECTION, END);
    }

    /** One direction of a connection. */
    static long direction(Headers packet) {
        return end(packet.sourceHigh, packet.sourceLow, packet.sourcePort)
                + 3 * end(packet.destinationHigh, packet.destinationLow, packet.destinationPort);
    }

    /** All 128 bits of a product, folded. */
    private static long mixed(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }
}
