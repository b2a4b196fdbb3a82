package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TcpConversation;
import io.ambientprober.wire.TokenScanner;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection under observation, and where in the captures its packets stand. */
final class TrackedConnection {
    /** Earlier connections between the same ports, late copies of whose packets are still told apart. */
    private static final int REMEMBERED = 4;

    private static final long[] NO_CANARY = {};
    private static final int[] NO_DEVICE = {};
    /** By which one client's packets come in: its own, a bridge's, one of each way from another node. */
    private static final int MAX_DEVICES = 8;

    private static final HexFormat PATH_ID = HexFormat.of();

    private final long clientHigh;
    private final long clientLow;
    private final int clientPort;
    private final long serverHigh;
    private final long serverLow;
    private final int serverPort;
    private final int hash;
    private final TcpConversation conversation;
    private final long order;
    private final PacketRef first;
    private String lastTap;
    private long lastPacket;
    private long lastNanos;
    private boolean clear;
    private long[] canary = NO_CANARY;
    private int canaries;
    private int[] enteredBy = NO_DEVICE;
    private int devices;
    private @Nullable TrackedConnection before;

    /**
     * A connection that begins with this packet.
     *
     * @param packet the connection's first
     * @param order grows from connection to connection
     */
    TrackedConnection(Headers packet, Direction direction, TcpConversation conversation, PacketRef first, long order) {
        boolean towards = direction == Direction.CLIENT_TO_SERVER;
        clientHigh = towards ? packet.sourceHigh() : packet.destinationHigh();
        clientLow = towards ? packet.sourceLow() : packet.destinationLow();
        clientPort = towards ? packet.sourcePort() : packet.destinationPort();
        serverHigh = towards ? packet.destinationHigh() : packet.sourceHigh();
        serverLow = towards ? packet.destinationLow() : packet.sourceLow();
        serverPort = towards ? packet.destinationPort() : packet.sourcePort();
        hash = hash(packet);
        this.conversation = conversation;
        this.first = first;
        this.order = order;
        lastTap = first.tap();
    }

    /** The same in both directions of a connection. */
    static int hash(Headers packet) {
        return FlowHash.connection(packet);
    }

    int hash() {
        return hash;
    }

    boolean isOf(Headers packet, Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER ->
                packet.sourcePort() == clientPort
                        && packet.destinationPort() == serverPort
                        && packet.sourceLow() == clientLow
                        && packet.destinationLow() == serverLow
                        && packet.sourceHigh() == clientHigh
                        && packet.destinationHigh() == serverHigh;
            case SERVER_TO_CLIENT ->
                packet.destinationPort() == clientPort
                        && packet.sourcePort() == serverPort
                        && packet.destinationLow() == clientLow
                        && packet.sourceLow() == serverLow
                        && packet.destinationHigh() == clientHigh
                        && packet.sourceHigh() == serverHigh;
        };
    }

    /** This connection opened where another between the same ports had been. */
    void follows(TrackedConnection earlier) {
        before = earlier;
        TrackedConnection oldest = earlier;
        for (int i = 1; i < REMEMBERED && oldest.before != null; i++) {
            oldest = oldest.before;
        }
        oldest.before = null;
    }

    /** This connection, or the earlier one that a late copy is of; null where the packet is of none that is known. */
    @Nullable
    TrackedConnection lifeOf(Headers packet, Direction direction) {
        if (conversation.endsBefore(packet, direction)) {
            TrackedConnection life = before;
            while (life != null && !life.conversation.wasOpenedBy(packet, direction)) {
                life = life.before;
            }
            return life;
        }
        TrackedConnection life = before == null ? this : nearest(packet, direction);
        return life.conversation.excludes(packet, direction) ? null : life;
    }

    private TrackedConnection nearest(Headers packet, Direction direction) {
        TrackedConnection nearest = this;
        long least = conversation.distance(packet, direction);
        for (TrackedConnection life = before; life != null; life = life.before) {
            long distance = life.conversation.distance(packet, direction);
            if (distance < least) {
                least = distance;
                nearest = life;
            }
        }
        return nearest;
    }

    void packet(Headers packet, Direction direction, String tap, long number, long timeNanos) {
        lastTap = tap;
        lastPacket = number;
        lastNanos = timeNanos;
        conversation.packet(packet, direction, number);
        if (direction == Direction.CLIENT_TO_SERVER && packet.device() != 0 && !packet.isOutgoing()) {
            entered(packet.device());
        }
    }

    private void entered(int device) {
        for (int i = 0; i < enteredBy.length; i++) {
            if (enteredBy[i] == device) {
                return;
            }
        }
        if (devices < MAX_DEVICES) {
            enteredBy = Arrays.copyOf(enteredBy, devices + 1);
            enteredBy[devices] = device;
        }
        devices = Math.min(devices + 1, MAX_DEVICES + 1);
    }

    private List<Integer> enteredBy() {
        return devices > MAX_DEVICES
                ? List.of()
                : Arrays.stream(enteredBy).boxed().toList();
    }

    long packets() {
        return conversation.packets(Direction.CLIENT_TO_SERVER) + conversation.packets(Direction.SERVER_TO_CLIENT);
    }

    /** The scanner holds a token that this connection carried. */
    void token(TokenScanner token) {
        clear = true;
        long key = (long) token.path() << 40
                | token.sequence() << 1
                | (token.direction() == Direction.SERVER_TO_CLIENT ? 1 : 0);
        for (int i = 0; i < canaries; i++) {
            if (canary[i] == key) {
                return;
            }
        }
        if (canaries < canary.length) {
            canary[canaries++] = key;
        } else if (canaries < Connection.MAX_CANARIES) {
            canary = Arrays.copyOf(canary, canaries + 2);
            canary[canaries++] = key;
        }
    }

    private List<CanaryRead> canaries() {
        return Arrays.stream(canary, 0, canaries)
                .mapToObj(key -> new CanaryRead(
                        PATH_ID.toHexDigits(key >>> 40, 4),
                        key >>> 1 & 0xFFFF_FFFFL,
                        (key & 1) == 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT))
                .toList();
    }

    boolean isV4() {
        return IpAddress.isV4(clientHigh, clientLow);
    }

    IpAddress client() {
        return new IpAddress(clientHigh, clientLow);
    }

    private IpAddress server() {
        return new IpAddress(serverHigh, serverLow);
    }

    /** A token that lies in several packets, the last of which is the latest of this connection. */
    Sighting sighting(TokenScanner token, Headers headers) {
        boolean request = token.direction() == Direction.CLIENT_TO_SERVER;
        return new Sighting(
                lastTap,
                lastPacket,
                headers.device(),
                lastNanos,
                "tcp",
                request ? client() : server(),
                request ? clientPort : serverPort,
                request ? server() : client(),
                request ? serverPort : clientPort,
                headers.tunnelNames(),
                token.sequence(),
                token.direction(),
                "a token across the borders of segments or records");
    }

    TcpConversation conversation() {
        return conversation;
    }

    long order() {
        return order;
    }

    Connection finish() {
        conversation.finish();
        return new Connection(
                client(),
                clientPort,
                server(),
                serverPort,
                first,
                new PacketRef(lastTap, lastPacket, lastNanos),
                conversation.isOpened(),
                conversation.isAnswered(),
                conversation.isReset(),
                clear,
                canaries(),
                enteredBy(),
                conversation.tls(),
                half(Direction.CLIENT_TO_SERVER),
                half(Direction.SERVER_TO_CLIENT));
    }

    private Half half(Direction direction) {
        return new Half(
                conversation.packets(direction),
                conversation.payload(direction),
                conversation.missing(direction),
                conversation.cut(direction),
                conversation.stray(direction),
                conversation.isContradicted(direction),
                conversation.acknowledged(direction),
                conversation.firstSequence(direction),
                conversation.framing(direction));
    }
}
