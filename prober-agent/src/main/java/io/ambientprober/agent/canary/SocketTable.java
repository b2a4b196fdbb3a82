package io.ambientprober.agent.canary;

import io.ambientprober.wire.IpAddress;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The rows of {@code /proc/net/tcp} and {@code /proc/net/tcp6} (Linux, net/ipv4/tcp_ipv4.c and net/ipv6/tcp_ipv6.c). Addresses are
 * printed as 32-bit words in the machine's own byte order, ports as numbers.
 */
final class SocketTable {
    private static final int WORD_DIGITS = 8;

    private final ByteOrder machine;

    SocketTable(ByteOrder machine) {
        this.machine = machine;
    }

    /** One socket that is, or was until its peer closed it, connected. */
    record Row(IpAddress local, int localPort, IpAddress remote, int remotePort, long inode) {}

    /** Empty for the heading, for rows without a connection, and for what is not a row at all. */
    Optional<Row> row(String line) {
        String[] fields = line.strip().split("\\s+", 11);
        if (fields.length < 10 || !isConnected(fields[3])) {
            return Optional.empty();
        }
        try {
            return Optional.of(row(fields[1].split(":", 2), fields[2].split(":", 2), Long.parseLong(fields[9])));
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOfThisForm) {
            return Optional.empty();
        }
    }

    private Row row(String[] local, String[] remote, long inode) {
        return new Row(address(local[0]), port(local[1]), address(remote[0]), port(remote[1]), inode);
    }

    /** ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT (include/net/tcp_states.h): a peer may close before we look. */
    private static boolean isConnected(String state) {
        return switch (state) {
            case "01", "04", "05", "08" -> true;
            default -> false;
        };
    }

    private IpAddress address(String hex) {
        return switch (hex.length()) {
            case WORD_DIGITS -> IpAddress.v4(word(hex, 0));
            case 4 * WORD_DIGITS -> new IpAddress(half(hex, 0), half(hex, 2));
            default -> throw new IllegalArgumentException("no address: " + hex);
        };
    }

    private long half(String hex, int index) {
        return ((long) word(hex, index) << 32) | (word(hex, index + 1) & 0xFFFF_FFFFL);
    }

    private int word(String hex, int index) {
        int word = Integer.parseUnsignedInt(hex, index * WORD_DIGITS, (index + 1) * WORD_DIGITS, 16);
        return machine == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word;
    }

    private static int port(String hex) {
        return Integer.parseInt(hex, 16);
    }
}
