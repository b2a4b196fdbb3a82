package io.ambientprober.evidence;

import io.ambientprober.wire.Packet;

/**
 * Number, times and bytes of packets in one sum: the same for the same packets in whatever files, formats and order. Times count in
 * microseconds, which every format has. Of the bytes a few are looked at: two captures that differ do so in their times.
 */
final class PacketSum {
    /** Within the headers, which are read anyway: a sequence number of TCP behind those of Ethernet and IPv4. */
    private static final int NEAR = 41;

    private static final int FAR = 51;

    private long packets;
    private long sum;

    /** What equal sums have in common. */
    record Total(long packets, long sum) {}

    void add(Packet packet) {
        packets++;
        int captured = packet.captured();
        long hash = Math.floorDiv(packet.timeNanos(), 1000L) * 31 + captured;
        if (captured > 0) {
            byte[] data = packet.data();
            int from = packet.offset();
            hash = hash * 31 + data[from + Math.min(captured - 1, NEAR)];
            hash = hash * 31 + data[from + Math.min(captured - 1, FAR)];
        }
        sum += mix(hash);
    }

    /** The packets of another file, too. */
    void add(PacketSum more) {
        packets += more.packets;
        sum += more.sum;
    }

    /** Fibonacci hashing: the upper half of the product depends on all bits. */
    private static long mix(long value) {
        long product = value * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 32;
    }

    boolean isEmpty() {
        return packets == 0;
    }

    Total total() {
        return new Total(packets, sum);
    }
}
