package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;

/**
 * One TCP connection to a server, Service or waypoint of the plan, as one node saw it. Packets seen on several devices and retransmissions count
 * once in all but {@code packets}.
 *
 * @param opened its SYN was captured; otherwise it is older than the capture
 * @param answered the server sent anything but a reset
 * @param reset the server sent a reset
 * @param clear a token was read on it
 * @param tls what its handshake said, as far as it was captured and readable
 */
public record Connection(
        IpAddress client,
        int clientPort,
        IpAddress server,
        int serverPort,
        PacketRef first,
        PacketRef last,
        boolean opened,
        boolean answered,
        boolean reset,
        boolean clear,
        TlsFacts tls,
        Half fromClient,
        Half fromServer) {

    public Half half(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> fromClient;
            case SERVER_TO_CLIENT -> fromServer;
        };
    }

    /** Whether the other is, as a rule, this one as another node saw it. */
    public boolean hasSameEnds(Connection other) {
        return clientPort == other.clientPort
                && serverPort == other.serverPort
                && client.equals(other.client)
                && server.equals(other.server);
    }

    public boolean hasGap() {
        return fromClient.missingBytes() > 0 || fromServer.missingBytes() > 0;
    }

    public boolean carriedPayload() {
        return fromClient.payloadBytes() + fromServer.payloadBytes() > 0;
    }
}
