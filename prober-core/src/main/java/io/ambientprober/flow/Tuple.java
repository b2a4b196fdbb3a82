package io.ambientprober.flow;

import io.ambientprober.wire.Headers;
import org.jspecify.annotations.Nullable;

/** Both ends of a connection as packets show them: where a Service's address is translated, one connection has several. */
final class Tuple {
    final long clientHigh;
    final long clientLow;
    final int clientPort;
    final long serverHigh;
    final long serverLow;
    final int serverPort;
    final CountedConnection connection;

    final int row;

    /** In the same row. */
    @Nullable
    Tuple next;

    /** In the same row of the index by clients. */
    @Nullable
    Tuple nextOfClient;

    /** Of the same connection. */
    @Nullable
    Tuple sibling;

    /**
     * @param row where it stands in a table
     * @param fromClient whether the packet's source is the client
     */
    Tuple(int row, Headers packet, boolean fromClient, CountedConnection connection) {
        this.row = row;
        this.connection = connection;
        clientHigh = fromClient ? packet.sourceHigh() : packet.destinationHigh();
        clientLow = fromClient ? packet.sourceLow() : packet.destinationLow();
        clientPort = fromClient ? packet.sourcePort() : packet.destinationPort();
        serverHigh = fromClient ? packet.destinationHigh() : packet.sourceHigh();
        serverLow = fromClient ? packet.destinationLow() : packet.sourceLow();
        serverPort = fromClient ? packet.destinationPort() : packet.sourcePort();
    }

    boolean sends(Headers packet) {
        return isClient(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort())
                && isServer(packet.destinationHigh(), packet.destinationLow(), packet.destinationPort());
    }

    boolean gets(Headers packet) {
        return isClient(packet.destinationHigh(), packet.destinationLow(), packet.destinationPort())
                && isServer(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort());
    }

    boolean isClient(long high, long low, int port) {
        return clientPort == port && clientLow == low && clientHigh == high;
    }

    private boolean isServer(long high, long low, int port) {
        return serverPort == port && serverLow == low && serverHigh == high;
    }
}
