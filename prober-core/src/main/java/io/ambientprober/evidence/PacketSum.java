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

    /** A number of nanoseconds below 2^31, times this, is its number of microseconds with 38 more bits: a division takes a call. */
    private static final long MICROS = 274_877_907L;

    private static final int MICROS_BITS = 38;

    private long packets;
    private long sum;
    /** A whole number of microseconds, not long before the last packet. */
    private long baseNanos;

    private long baseMicros;

    /** What equal sums have in common. */
    record Total(long packets, long sum) {}

    void add(Packet packet) {
        packets++;
        int captured = packet.captured();
        long hash = micros(packet.timeNanos()) * 31 + captured;
        int last = captured - 1;
        if (last >= 0) {
            byte[] data = packet.data();
            int from = packet.offset();
            hash = hash * 31 * 31 + data[from + Math.min(last, NEAR)] * 31L + data[from + Math.min(last, FAR)];
        }
        sum += mix(hash);
    }

    private long micros(long nanos) {
        long since = nanos - baseNanos;
        if (since < 0 || since > Integer.MAX_VALUE) {
            baseMicros = Math.floorDiv(nanos, 1000L);
            baseNanos = baseMicros * 1000;
            since = nanos - baseNanos;
        }
        return baseMicros + (since * MICROS >>> MICROS_BITS);
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
