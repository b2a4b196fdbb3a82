package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import java.util.List;

/**
 * One TCP connection to a server, Service or waypoint of the plan, as one node saw it. Packets seen on several devices and retransmissions count
 * once everywhere except in {@code packets}.
 *
 * @param opened its SYN was captured; otherwise it is older than the capture
 * @param answered the server sent anything but a reset
 * @param reset the server sent a reset
 * @param clear a token was read on it
 * @param canaries the first few canaries that were read on it
 * @param enteredBy indexes of the devices by which packets of the client came into the node, in their order; empty where the capture does
 *     not say, or where they are more than a few
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
        List<CanaryRead> canaries,
        List<Integer> enteredBy,
        TlsFacts tls,
        Half fromClient,
        Half fromServer) {
    /** Canaries named of a connection: a canary has one of its own. */
    static final int MAX_CANARIES = 8;

    public Connection {
        canaries = List.copyOf(canaries);
        enteredBy = List.copyOf(enteredBy);
    }

    /** Packets captured, copies included. */
    public long packets() {
        return fromClient.packets() + fromServer.packets();
    }

    public Half half(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> fromClient;
            case SERVER_TO_CLIENT -> fromServer;
        };
    }

    /** What tells connections apart, whichever node saw them. */
    public record Ends(IpAddress client, int clientPort, IpAddress server, int serverPort) {
        /** For example {@code 10.1.1.30:47588 > 10.1.2.28:15008}. */
        @Override
        public String toString() {
            return client.withPort(clientPort) + " > " + server.withPort(serverPort);
        }
    }

    public Ends ends() {
        return new Ends(client, clientPort, server, serverPort);
    }

    /** Whether the other is, as a rule, this one as another node saw it. */
    public boolean hasSameEnds(Connection other) {
        return clientPort == other.clientPort
                && serverPort == other.serverPort
                && client.equals(other.client)
                && server.equals(other.server);
    }

    /** Whether the other may be this one as another node saw it; false where the same ports served another before or after it. */
    boolean mayBe(Connection other) {
        return hasSameEnds(other) && mayHaveItsNumbers(other);
    }

    /** Whether nothing that is known of their numbers keeps both from being one stream, whatever its ends. */
    public boolean mayHaveItsNumbers(Connection other) {
        return fromClient.mayBe(other.fromClient)
                && fromServer.mayBe(other.fromServer)
                && !liesBefore(other)
                && !other.liesBefore(this);
    }

    /** No byte of a client comes before the one that its SYN numbers. */
    private boolean liesBefore(Connection other) {
        long bytes = fromClient.payloadBytes();
        return other.opened
                && bytes > 0
                && other.fromClient.payloadBytes() > 0
                && fromClient.firstSequence() + (int) bytes - other.fromClient.firstSequence() <= 0;
    }

    /**
     * Whether the other shows the same stream: under another pair of addresses, as an address translation does, or once more, as a tap does whose
     * clock is behind that of another. Both keep the numbers of both directions, and as a rule the client's port. Where one direction was not
     * captured, either that port, or what was acknowledged of it, must be the same.
     */
    boolean showsStreamOf(Connection other) {
        boolean there = fromClient.overlaps(other.fromClient);
        boolean back = fromServer.overlaps(other.fromServer);
        return there && back
                || there && mayBeShownBy(other, fromServer, other.fromServer)
                || back && mayBeShownBy(other, fromClient, other.fromClient);
    }

    private boolean mayBeShownBy(Connection other, Half one, Half itsOther) {
        boolean eitherIsEmpty = one.payloadBytes() == 0 || itsOther.payloadBytes() == 0;
        boolean isAgreed = one.isNumbered() && itsOther.isNumbered() && one.mayBe(itsOther);
        return eitherIsEmpty && (clientPort == other.clientPort || isAgreed);
    }

    public boolean hasGap() {
        return fromClient.missingBytes() > 0 || fromServer.missingBytes() > 0;
    }

    public boolean carriedApplicationData() {
        return isApplicationData(fromClient) || isApplicationData(fromServer);
    }

    private static boolean isApplicationData(Half half) {
        return half.framing() instanceof Framing.Tls tls && tls.application().bytes() > 0;
    }

    public boolean carriedPayload() {
        return fromClient.payloadBytes() + fromServer.payloadBytes() > 0;
    }
}
