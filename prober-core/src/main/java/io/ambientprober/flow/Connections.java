package io.ambientprober.flow;

import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.Headers;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bounded number of connections, looked up for every packet of either side without making an object. */
final class Connections {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Copies of the last packets may come by other devices yet, and anyone who did not get the last one says so within seconds. */
    private static final long CLOSED = 5 * NANOS_PER_SECOND;
    /** Without payload: the third SYN of Linux comes three seconds after the first. */
    private static final long UNANSWERED = 10 * NANOS_PER_SECOND;

    private final int most;
    private final @Nullable Tuple[] table;
    private final @Nullable Tuple[] byClient;
    private int size;
    private boolean fromClient;
    private long madeRoom = Long.MIN_VALUE / 2;

    /** @param most pairs of ends that it holds */
    Connections(int most) {
        this.most = most;
        table = new Tuple[Integer.highestOneBit(most) * 2];
        byClient = new Tuple[table.length];
    }

    /** Null when there is none; else {@link #isFromClient} says whose packet it is. */
    @Nullable
    Tuple find(Headers packet) {
        for (Tuple tuple = table[row(packet)]; tuple != null; tuple = tuple.next) {
            fromClient = tuple.sends(packet);
            if (fromClient || tuple.gets(packet)) {
                return tuple;
            }
        }
        return null;
    }

    private int row(Headers packet) {
        return FlowHash.connection(packet) & table.length - 1;
    }

    private int rowOfClient(long high, long low, int port) {
        return FlowHash.end(high, low, port) & byClient.length - 1;
    }

    boolean isFromClient() {
        return fromClient;
    }

    /** A connection that this client opened with this number, to whatever address; null when there is none. */
    @Nullable
    CountedConnection opened(long clientHigh, long clientLow, int clientPort, int initialSequence) {
        Tuple tuple = byClient[rowOfClient(clientHigh, clientLow, clientPort)];
        while (tuple != null
                && !(tuple.connection.isOf(initialSequence) && tuple.isClient(clientHigh, clientLow, clientPort))) {
            tuple = tuple.nextOfClient;
        }
        return tuple == null ? null : tuple.connection;
    }

    /** Whether there is room for one more. What is over makes room, and goes to {@code finished}; that is looked for once a second at most. */
    boolean hasRoom(long nowNanos, Consumer<CountedConnection> finished) {
        if (size >= most && nowNanos - madeRoom >= NANOS_PER_SECOND) {
            madeRoom = nowNanos;
            for (int row = 0; row < table.length; row++) {
                makeRoom(row, nowNanos, finished);
            }
        }
        return size < most;
    }

    private void makeRoom(int row, long nowNanos, Consumer<CountedConnection> finished) {
        Tuple tuple = table[row];
        while (tuple != null) {
            if (isOver(tuple.connection, nowNanos)) {
                finished.accept(tuple.connection);
                remove(tuple.connection);
                tuple = table[row]; // others of the connection may have stood next to it
            } else {
                tuple = tuple.next;
            }
        }
    }

    private static boolean isOver(CountedConnection connection, long nowNanos) {
        long idle = nowNanos - connection.lastNanos();
        return connection.isClosed() && idle > CLOSED || !connection.isCarrier() && idle > UNANSWERED;
    }

    /**
     * Lets a connection be found by the ends of a packet, for which there is room.
     *
     * @param asServer whether these are the server's own, not those of a Service
     */
    void add(CountedConnection connection, Headers packet, boolean sentByClient, boolean asServer) {
        fromClient = sentByClient;
        Tuple tuple = new Tuple(row(packet), packet, sentByClient, connection);
        tuple.next = table[tuple.row];
        table[tuple.row] = tuple;
        int rowOfClient = rowOfClient(tuple.clientHigh, tuple.clientLow, tuple.clientPort);
        tuple.nextOfClient = byClient[rowOfClient];
        byClient[rowOfClient] = tuple;
        Tuple first = connection.ends();
        if (first == null || asServer) {
            tuple.sibling = first;
            connection.ends(tuple);
        } else {
            tuple.sibling = first.sibling;
            first.sibling = tuple;
        }
        size++;
    }

    void remove(CountedConnection connection) {
        for (Tuple tuple = connection.ends(); tuple != null; tuple = tuple.sibling) {
            unlink(tuple);
            size--;
        }
        connection.ends(null);
    }

    private void unlink(Tuple gone) {
        Tuple before = Objects.requireNonNull(table[gone.row]);
        if (before == gone) {
            table[gone.row] = gone.next;
        } else {
            while (before.next != gone) {
                before = Objects.requireNonNull(before.next);
            }
            before.next = gone.next;
        }
        int rowOfClient = rowOfClient(gone.clientHigh, gone.clientLow, gone.clientPort);
        before = Objects.requireNonNull(byClient[rowOfClient]);
        if (before == gone) {
            byClient[rowOfClient] = gone.nextOfClient;
        } else {
            while (before.nextOfClient != gone) {
                before = Objects.requireNonNull(before.nextOfClient);
            }
            before.nextOfClient = gone.nextOfClient;
        }
    }

    /** Each connection once. */
    void forEach(Consumer<CountedConnection> action) {
        for (Tuple head : table) {
            for (Tuple tuple = head; tuple != null; tuple = tuple.next) {
                if (tuple.connection.ends() == tuple) {
                    action.accept(tuple.connection);
                }
            }
        }
    }
}
