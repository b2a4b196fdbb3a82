package io.ambientprober.agent.capture;

import io.ambientprober.wire.IpAddress;
import java.nio.ByteOrder;
import java.util.stream.Stream;

/**
 * A row of {@code /proc/net/route} (Linux, net/ipv4/fib_trie.c: the main table; words in the machine's order) or of
 * {@code /proc/net/ipv6_route} (net/ipv6/route.c: all tables; bytes in the order of the wire).
 *
 * @param direct it leads to the device, and to no gateway
 */
record Route(String device, IpAddress destination, int prefix, boolean direct) {
    // linux/route.h, linux/ipv6_route.h
    private static final int RTF_GATEWAY = 0x2;
    private static final int RTF_REJECT = 0x200;
    private static final int RTF_ANYCAST = 0x100000;
    private static final int RTF_LOCAL = 0x80000000;

    private static final int V4_FIELDS = 8;
    private static final int V6_FIELDS = 10;
    private static final int LINK_LOCAL = 0xfe80;
    private static final int MULTICAST = 0xff;

    boolean isOfOneAddress() {
        return direct && prefix == (destination.isV4() ? Integer.SIZE : 2 * Long.SIZE);
    }

    /** Nothing for the heading, and for what is not a row. */
    static Stream<Route> ofV4(String line) {
        String[] fields = line.strip().split("\\s+", 12);
        if (fields.length < V4_FIELDS || fields[0].equals("Iface")) {
            return Stream.of();
        }
        try {
            int flags = Integer.parseUnsignedInt(fields[3], 16);
            return (flags & RTF_REJECT) != 0
                    ? Stream.of()
                    : Stream.of(new Route(
                            fields[0],
                            IpAddress.v4(word(fields[1])),
                            Integer.bitCount(word(fields[7])),
                            (flags & RTF_GATEWAY) == 0));
        } catch (NumberFormatException e) {
            return Stream.of();
        }
    }

    private static int word(String hex) {
        int word = Integer.parseUnsignedInt(hex, 16);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word;
    }

    /** Nothing either for the node's own addresses, and for those that every device has. */
    static Stream<Route> ofV6(String line) {
        String[] fields = line.strip().split("\\s+", 12);
        if (fields.length < V6_FIELDS || fields[0].length() != 32) {
            return Stream.of();
        }
        try {
            int flags = Integer.parseUnsignedInt(fields[8], 16);
            long high = Long.parseUnsignedLong(fields[0].substring(0, 16), 16);
            long low = Long.parseUnsignedLong(fields[0].substring(16), 16);
            boolean everywhere = high >>> 48 == LINK_LOCAL || high >>> 56 == MULTICAST;
            return everywhere || (flags & (RTF_REJECT | RTF_ANYCAST | RTF_LOCAL)) != 0
                    ? Stream.of()
                    : Stream.of(new Route(
                            fields[9],
                            new IpAddress(high, low),
                            Integer.parseInt(fields[1], 16),
                            (flags & RTF_GATEWAY) == 0));
        } catch (NumberFormatException e) {
            return Stream.of();
        }
    }
}
