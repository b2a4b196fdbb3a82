package io.ambientprober.flow;

import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What connections come to for each client, server and port of it, of a bounded number of them. */
final class PairSums {
    private final int most;
    private final int hbonePort;
    private final @Nullable Sum[] table;
    private int size;
    /** Connections that had no place. */
    private long left;

    PairSums(int most, int hbonePort) {
        this.most = most;
        this.hbonePort = hbonePort;
        table = new Sum[Integer.highestOneBit(most) * 2];
    }

    /** Adds a connection, which is over or at the end of the count; one that carried nothing adds nothing. */
    void add(CountedConnection connection) {
        Tuple ends = Objects.requireNonNull(connection.ends());
        boolean hbone = ends.serverPort == hbonePort;
        // of HBONE there is a sample only: what was answered is taken to have carried something
        if (!connection.isCarrier() && !(hbone && connection.isAnswered())) {
            return;
        }
        Sum sum = sum(ends);
        if (sum == null) {
            left++;
            return;
        }
        sum.connections++;
        sum.packets += connection.packets();
        sum.bytes += connection.bytes();
        sum.firstNanos = Math.min(sum.firstNanos, connection.firstNanos());
        sum.lastNanos = Math.max(sum.lastNanos, connection.lastNanos());
        if (!hbone) {
            sum.past(connection);
        }
    }

    private @Nullable Sum sum(Tuple ends) {
        int row = 31 * FlowHash.end(ends.clientHigh, ends.clientLow, 0)
                        + FlowHash.end(ends.serverHigh, ends.serverLow, ends.serverPort)
                & table.length - 1;
        for (Sum sum = table[row]; sum != null; sum = sum.next) {
            if (sum.isOf(ends)) {
                return sum;
            }
        }
        if (size == most) {
            return null;
        }
        size++;
        Sum sum = new Sum(ends, table[row]);
        table[row] = sum;
        return sum;
    }

    long left() {
        return left;
    }

    /** In the order of clients, servers and ports. */
    List<FlowCount> counts() {
        List<FlowCount> counts = new ArrayList<>(size);
        // few addresses make many pairs
        Map<IpAddress, IpAddress> addresses = new HashMap<>();
        for (Sum head : table) {
            for (Sum sum = head; sum != null; sum = sum.next) {
                counts.add(sum.count(addresses));
            }
        }
        counts.sort(Comparator.comparing(FlowCount::client)
                .thenComparing(FlowCount::server)
                .thenComparingInt(FlowCount::port));
        return counts;
    }

    private static final class Sum {
        private final long clientHigh;
        private final long clientLow;
        private final long serverHigh;
        private final long serverLow;
        private final int port;
        private final @Nullable Sum next;
        private long connections;
        private long packets;
        private long bytes;
        private long clear;
        private long tls;
        private long unknown;
        private long established;
        private long own;
        private long firstNanos = Long.MAX_VALUE;
        private long lastNanos = Long.MIN_VALUE;

        Sum(Tuple ends, @Nullable Sum next) {
            clientHigh = ends.clientHigh;
            clientLow = ends.clientLow;
            serverHigh = ends.serverHigh;
            serverLow = ends.serverLow;
            port = ends.serverPort;
            this.next = next;
        }

        boolean isOf(Tuple ends) {
            return port == ends.serverPort
                    && clientLow == ends.clientLow
                    && serverLow == ends.serverLow
                    && clientHigh == ends.clientHigh
                    && serverHigh == ends.serverHigh;
        }

        void past(CountedConnection connection) {
            switch (connection.look()) {
                case CLEAR -> clear++;
                case TLS -> tls++;
                case UNKNOWN -> unknown++;
            }
            established += connection.isEstablished() ? 1 : 0;
            own += connection.isOwn() ? 1 : 0;
        }

        FlowCount count(Map<IpAddress, IpAddress> addresses) {
            return new FlowCount(
                    addresses.computeIfAbsent(new IpAddress(clientHigh, clientLow), address -> address),
                    addresses.computeIfAbsent(new IpAddress(serverHigh, serverLow), address -> address),
                    port,
                    new Traffic(connections, packets, bytes),
                    new Looks(clear, tls, unknown),
                    established,
                    own,
                    Instant.ofEpochSecond(0, firstNanos),
                    Instant.ofEpochSecond(0, lastNanos));
        }
    }
}
