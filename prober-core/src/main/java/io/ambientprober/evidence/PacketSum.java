package io.ambientprober.evidence;

import io.ambientprober.wire.Packet;

/**
 * Number, times and bytes of packets in one sum: the same for the same packets in whatever files, formats and order, and for others only
 * by chance, one in 2^64. Of a long packet the ends are looked at: two captures that differ do so in their times.
 */
final class PacketSum {
    private static final int END = 16;

    private long packets;
    private long sum;

    void add(Packet packet) {
        packets++;
        byte[] data = packet.data();
        int from = packet.offset();
        int to = from + packet.captured();
        long hash = mix(packet.timeNanos()) + packet.captured();
        hash = bytes(hash, data, from, Math.min(to, from + END));
        hash = bytes(hash, data, Math.max(from, to - END), to);
        sum += mix(hash);
    }

    private static long bytes(long before, byte[] data, int from, int to) {
        long hash = before;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + data[i];
        }
        return hash;
    }

    /** Fibonacci hashing: the upper half of the product depends on all bits. */
    private static long mix(long value) {
        long product = value * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 32;
    }

    /** Whether both hold the same packets, and any. */
    boolean isSameAs(PacketSum other) {
        return packets > 0 && packets == other.packets && sum == other.sum;
    }
}
