package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Excerpt;
import io.ambientprober.wire.ForeignBorders;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.TcpConversation;
import io.ambientprober.wire.Token;
import io.ambientprober.wire.TokenScanner;
import io.ambientprober.wire.VxlanPorts;
import io.ambientprober.wire.WaitingBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one node's taps, in the order of their time, and remembers what they say of a plan's paths.
 *
 * <p>Every captured byte of every packet is searched for tokens, whether its headers are understood or not, so that nothing that the
 * decoder does not know can hide one. Headers then tell whose packet it is.
 *
 * <p>Used by one thread. Allocates nothing per packet.
 */
public final class NodeObserver {
    /** In place of a path's id, where no token of the plan was read. */
    public static final int NO_PATH = -1;

    /** Paths of the run that are none of the plan's, and whose tokens are read all the same. */
    private static final int MAX_OTHERS = 4096;

    private static final HexFormat PATH_ID = HexFormat.of();
    private static final int PATH_DIGITS = 4;

    private final String node;
    private final List<TapLog> taps;
    private final PacketDecoder decoder;
    private final TokenScanner scanner;
    private final ForeignBorders foreignBorders;
    private final WaitingBudget budget = new WaitingBudget();
    private final Conversations conversations;
    /** Those of the plan's paths first, then of others of its run, as they were read. */
    private final List<ClearLog> clear = new ArrayList<>();
    /** The place in {@link #clear} of a path id plus one; 0 for one that was not read, and that the plan does not have. */
    private final int[] clearOf = new int[1 << 16];

    private final List<LoopbackLog> loopback = new ArrayList<>();

    private final Map<NodeEncryption.Kind, NodeEncryptionLog> nodeEncryption = new EnumMap<>(NodeEncryption.Kind.class);

    private long unsaid;
    private long serial;
    private TapLog tap;
    private Packet packet = new Packet();
    private Headers headers;
    private @Nullable TrackedConnection connection;
    private int clearPath = NO_PATH;
    private boolean tokenRead;

    /**
     * An observer of one node's taps.
     *
     * @param taps ids of the node's taps; {@link #accept} names them by their place in this list
     */
    public NodeObserver(Plan plan, String node, List<String> taps, VxlanPorts vxlanPorts) {
        this.node = node;
        this.taps = taps.stream().map(TapLog::new).toList();
        tap = this.taps.getFirst();
        decoder = new PacketDecoder(vxlanPorts);
        headers = decoder.decode(packet);
        scanner = new TokenScanner(plan.run());
        foreignBorders = new ForeignBorders(scanner);
        conversations = new Conversations(plan, this::open);
        for (ProbePath path : plan.paths()) {
            clear.add(new ClearLog(path.id(), ClearEvidence.MAX_SIGHTINGS));
            loopback.add(new LoopbackLog(path.id()));
            clearOf[Integer.parseInt(path.id(), 16)] = clear.size();
        }
    }

    private TrackedConnection open(Direction direction) {
        TcpConversation conversation = new TcpConversation(scanner, ignored -> borderToken(), budget);
        return new TrackedConnection(headers, direction, conversation, here(), serial);
    }

    private PacketRef here() {
        return new PacketRef(tap.tap(), packet.number(), packet.timeNanos());
    }

    /** The next packet of the tap at this place in the list. */
    public void accept(int tapIndex, Packet next) {
        serial++;
        tap = taps.get(tapIndex);
        packet = next;
        clearPath = NO_PATH;
        tokenRead = false;
        tap.packet(next);
        headers = decoder.decode(next);
        connection = isSegment() ? conversations.of(headers) : null;
        if (!next.isTokenless()) {
            search(next.data(), next.offset(), next.offset() + next.captured());
        }
        if (headers.isReassembled()) {
            search(headers.data(), headers.payloadAt(), headers.payloadAt() + headers.payloadCaptured());
        }
        if (isSegment()) {
            segment();
        } else if (!headers.isLoopback()) {
            nodeEncryption();
        }
    }

    /** What crosses a loopback device belongs to no connection between pods, though it has their addresses. */
    private boolean isSegment() {
        return headers.kind() == Headers.Kind.TCP && !headers.isLoopback();
    }

    private void nodeEncryption() {
        if (headers.isWireGuard()) {
            nodeEncrypted(NodeEncryption.Kind.WIREGUARD);
        } else if (headers.isEsp()) {
            nodeEncrypted(NodeEncryption.Kind.ESP);
        }
    }

    private void search(byte[] data, int from, int end) {
        int at = scanner.find(data, from, end);
        while (at >= 0) {
            token(at);
            at = scanner.find(data, at + Token.LENGTH, end);
        }
    }

    private void segment() {
        if (connection != null) {
            connection.packet(headers, conversations.direction(), tap.tap(), packet.number(), packet.timeNanos());
        } else if (foreignBorders.completes(headers)) {
            token(headers.payloadAt());
        }
    }

    /** The scanner holds a token of the packet at hand. */
    private void token(int foundAt) {
        ClearLog log = log();
        if (log == null) {
            return;
        }
        if (headers.kind() != Headers.Kind.NOT_IP) {
            log.family(headers.isV4());
        }
        if (log.token(serial, scanner.sequence(), scanner.direction())) {
            log.sighting(sighting(foundAt));
        }
    }

    /** The scanner holds a token of the connection at hand that lies in several of its packets. */
    private void borderToken() {
        ClearLog log = log();
        TrackedConnection tracked = connection;
        if (log == null || tracked == null) {
            return;
        }
        log.family(tracked.isV4());
        if (log.token(serial, scanner.sequence(), scanner.direction())) {
            log.sighting(tracked.sighting(scanner, headers));
        }
    }

    private @Nullable ClearLog log() {
        tokenRead = true;
        int place = clearOf[scanner.path()];
        boolean planned = place > 0 && place <= loopback.size();
        if (headers.isLoopback()) {
            if (planned) {
                loopbackToken(loopback.get(place - 1));
            }
            return null;
        }
        clearPath = scanner.path();
        // Of another path it explains none of the bytes that this one sent past HBONE.
        if (connection != null && planned) {
            connection.token(scanner);
        }
        return place == 0 ? logOfAnother() : clear.get(place - 1);
    }

    /** Its token names the run, and the path: that it was here in the clear is said, though it should not have come by. */
    private @Nullable ClearLog logOfAnother() {
        if (clear.size() - loopback.size() == MAX_OTHERS) {
            unsaid++;
            return null;
        }
        ClearLog log = new ClearLog(PATH_ID.toHexDigits(scanner.path(), PATH_DIGITS), 1);
        clear.add(log);
        clearOf[scanner.path()] = clear.size();
        return log;
    }

    private void loopbackToken(LoopbackLog log) {
        if (log.token(serial)) {
            log.first(here());
        }
    }

    private Sighting sighting(int foundAt) {
        return new Sighting(
                tap.tap(),
                packet.number(),
                headers.device(),
                packet.timeNanos(),
                transport(),
                headers.source(),
                headers.sourcePort(),
                headers.destination(),
                headers.destinationPort(),
                headers.tunnelNames(),
                scanner.sequence(),
                scanner.direction(),
                excerpt(foundAt));
    }

    /** The beginning of the payload, or of the token where no payload was understood. */
    private String excerpt(int foundAt) {
        int at = headers.payloadAt();
        return headers.payloadCaptured() > 0
                ? Excerpt.of(headers.data(), at, at + headers.payloadCaptured())
                : Excerpt.of(packet.data(), foundAt, packet.offset() + packet.captured());
    }

    private String transport() {
        return switch (headers.kind()) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case IP -> "ip " + headers.protocol();
            case NOT_IP -> "not ip";
        };
    }

    private void nodeEncrypted(NodeEncryption.Kind kind) {
        NodeEncryptionLog log = nodeEncryption.get(kind);
        if (log == null) {
            log = new NodeEncryptionLog(kind, here());
            nodeEncryption.put(kind, log);
        }
        log.packet();
    }

    /** Of the packet accepted last. */
    public Headers headers() {
        return headers;
    }

    /** The path of the run whose token the packet accepted last held, or completed, in the clear; {@link #NO_PATH} without one. */
    public int clearPath() {
        return clearPath;
    }

    /** Captured so far of the connection that the packet accepted last is of, copies and itself included; 0 where it is of none. */
    public long packetsOfConnection() {
        TrackedConnection tracked = connection;
        return tracked == null ? 0 : tracked.packets();
    }

    /** Whether the packet accepted last held a token of the run in clear text, on whatever device. */
    public boolean isTokenRead() {
        return tokenRead;
    }

    /**
     * A tap's capture has ended.
     *
     * @param dropped packets that the capture itself says were lost
     * @param faults why it is not whole
     */
    public void closed(int tapIndex, long dropped, List<String> notes, List<String> faults) {
        taps.get(tapIndex).closed(dropped, notes, faults);
    }

    /** Everything seen; the observer takes no more packets. */
    public NodeEvidence finish() {
        return finish(conversations.all(), List.of());
    }

    /**
     * The same of a run whose clients are known at its end only: without the connections of all who turned out to be none.
     *
     * @param clients addresses that the plan did not know
     */
    public NodeEvidence finish(Set<IpAddress> clients) {
        List<TrackedConnection> own = conversations.all().stream()
                .filter(tracked -> clients.contains(tracked.client()) || conversations.isOwn(tracked))
                .toList();
        return finish(own, clients);
    }

    private NodeEvidence finish(List<TrackedConnection> tracked, Collection<IpAddress> clients) {
        connection = null;
        List<Connection> connections = new ArrayList<>();
        for (TrackedConnection each : tracked) {
            connection = each;
            connections.add(each.finish());
        }
        long refused = conversations.refused(clients);
        if (refused > 0) {
            taps.getFirst()
                    .closed(
                            refused,
                            List.of("more connections than can be followed: " + refused + " packets were not judged"
                                    + conversations.loudest()),
                            List.of());
        }
        if (unsaid > 0) {
            String note = "tokens of more than " + MAX_OTHERS + " paths of other nodes in the clear: " + unsaid
                    + " packets of further ones were not judged";
            taps.getFirst().closed(unsaid, List.of(note), List.of());
        }
        return new NodeEvidence(
                node,
                taps.stream().map(TapLog::reading).toList(),
                clear.stream()
                        .filter(log -> !log.isEmpty())
                        .map(ClearLog::evidence)
                        .toList(),
                loopback.stream().flatMap(log -> log.evidence().stream()).toList(),
                connections,
                nodeEncryption.values().stream()
                        .map(NodeEncryptionLog::evidence)
                        .toList());
    }
}
