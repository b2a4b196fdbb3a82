package io.ambientprober.verdict;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plan and evidence of one path, hand-made: healthy but for the facts that a test adds. */
final class Facts {
    /** What may be true of a path, in addition to what its client reported. */
    enum Fact {
        EXPECTS_PLAINTEXT,
        EGRESS_POLICY,
        CLEAR,
        CLIENT_NOT_TLS,
        SERVER_NOT_TLS,
        NOT_TLS_UNANSWERED,
        NOT_TLS_UNACKNOWLEDGED,
        NOT_TLS_TAKEN_ELSEWHERE,
        WEAK_SUITE,
        OLD_VERSION,
        OTHER_PROTOCOL_CHOSEN,
        H2_CHOSEN,
        NOTHING_CHOSEN,
        TLS_1_2_WITHOUT_REQUEST,
        TLS_1_2_WITH_REQUEST,
        STRANGER_ACCEPTED,
        STRANGER_REFUSED,
        RESET,
        BARE_UNREADABLE,
        BARE_UNANSWERED,
        BARE_UNACKNOWLEDGED,
        BARE_TAKEN_ELSEWHERE,
        HELLO_UNACKNOWLEDGED,
        BARE_CLEAR,
        BARE_EMPTY,
        HELLO_WITHOUT_H2,
        KERNEL_DROPPED,
        INTERFACE_DROPPED,
        FILE_DROPPED,
        TAP_EMPTY,
        TAP_UNREAD,
        TAP_SHORTER,
        TAP_LONGER,
        TAP_FAULTY,
        NODE_UNTAPPED,
        CONTROL_UNSEEN,
        NO_CONNECTION,
        ONE_NODE_BLIND,
        TOO_FEW_BYTES,
        DIRECT_SURPLUS,
        POD_DIALLED,
        CLIENT_NOT_ENROLLED,
        SERVER_NOT_ENROLLED,
        WAYPOINT,
        TO_WAYPOINT,
        FROM_WAYPOINT
    }

    static final IpAddress CLIENT = IpAddress.parse("10.0.1.2");
    static final IpAddress SERVER = IpAddress.parse("10.0.2.2");
    static final IpAddress VIP = IpAddress.parse("10.96.0.10");
    static final IpAddress WAYPOINT = IpAddress.parse("10.0.2.3");

    private static final TlsFacts TLS_1_3 = hello(List.of("h2"), 0x0304, false, false);

    private final Set<Fact> facts;
    private final @Nullable CanaryOutcome outcome;
    private final @Nullable Handshake handshake;

    private final Devices devices;

    /** By which devices the client's packets came in on its node, and whose devices that node has. */
    record Devices(List<Integer> entered, List<PodDevice> known) {
        static final Devices NONE = new Devices(List.of(), List.of());
    }

    private Facts(Set<Fact> facts, @Nullable CanaryOutcome outcome, @Nullable Handshake handshake) {
        this(facts, outcome, handshake, Devices.NONE);
    }

    private Facts(Set<Fact> facts, @Nullable CanaryOutcome outcome, @Nullable Handshake handshake, Devices devices) {
        this.devices = devices;
        this.facts = facts;
        this.outcome = outcome;
        this.handshake = handshake;
    }

    /** Delivered to the Service, policies not tried. */
    static Facts path(Fact... facts) {
        return path(EnumSet.copyOf(withNone(facts)), outcome(4, null, null));
    }

    static Facts path(Set<Fact> facts, @Nullable CanaryOutcome outcome) {
        return new Facts(facts, outcome, null);
    }

    private static EnumSet<Fact> withNone(Fact... facts) {
        EnumSet<Fact> set = EnumSet.noneOf(Fact.class);
        set.addAll(List.of(facts));
        return set;
    }

    static CanaryOutcome outcome(
            int delivered, @Nullable Boolean denied, @Nullable Boolean identity, IpAddress... peers) {
        return new CanaryOutcome(4, delivered, peers.length == 0 ? List.of(VIP) : List.of(peers), denied, identity);
    }

    Facts reporting(@Nullable CanaryOutcome other) {
        return new Facts(facts, other, handshake);
    }

    Facts on(Devices others) {
        return new Facts(facts, outcome, handshake, others);
    }

    /** In place of what the facts say of the active check. */
    Facts checked(Handshake found) {
        return new Facts(facts, outcome, found);
    }

    boolean has(Fact fact) {
        return facts.contains(fact);
    }

    @Nullable
    CanaryOutcome outcome() {
        return outcome;
    }

    EncryptionReason encryption() {
        return Row.first(EncryptionReason.values(), facts());
    }

    ServicePathReason servicePath(EncryptionReason encryption) {
        return Row.first(ServicePathReason.values(), new Encrypted(facts(), encryption));
    }

    PolicyReason policy(EncryptionReason encryption) {
        return Row.first(PolicyReason.values(), new Encrypted(facts(), encryption));
    }

    PathVerdict verdict() {
        return verdict(true);
    }

    PathVerdict verdictWithoutPolicies() {
        return verdict(false);
    }

    private PathVerdict verdict(boolean policies) {
        Plan plan = new Plan("7Z3K9QWM2TXB", 15008, policies, List.of(probePath()), List.of());
        return Judge.judge(plan, probePath(), evidence());
    }

    private PathFacts facts() {
        return new PathFacts(probePath(), evidence());
    }

    private ProbePath probePath() {
        return new ProbePath(
                "0001",
                "client to server",
                has(Fact.EXPECTS_PLAINTEXT) ? Expectation.PLAINTEXT : Expectation.ENCRYPTED,
                new Client("a", "client", "node-1", List.of(CLIENT), !has(Fact.CLIENT_NOT_ENROLLED)),
                new Server("b", "server", "node-2", List.of(SERVER), 8080, !has(Fact.SERVER_NOT_ENROLLED)),
                has(Fact.POD_DIALLED) ? null : new Service("server", List.of(VIP), 80),
                has(Fact.WAYPOINT) ? new Waypoint(List.of(WAYPOINT)) : null,
                new Canary(4, 1000, 1000),
                outcome,
                handshake(),
                has(Fact.EGRESS_POLICY) ? "NetworkPolicy a/deny" : null);
    }

    private @Nullable Handshake handshake() {
        if (handshake != null) {
            return handshake;
        }
        if (has(Fact.STRANGER_ACCEPTED)) {
            return new Handshake(false, null);
        }
        return has(Fact.STRANGER_REFUSED) ? new Handshake(true, "spiffe://cluster.local/ns/b/sa/server") : null;
    }

    private PathEvidence evidence() {
        return new PathEvidence(
                has(Fact.CLEAR) ? List.of(new Seen<>("node-1", clear())) : List.of(),
                List.of(),
                direct().stream().map(this::entered).toList(),
                has(Fact.TO_WAYPOINT) ? List.of(seen(healthy(CLIENT, WAYPOINT))) : List.of(),
                has(Fact.FROM_WAYPOINT) ? List.of(new Seen<>("node-2", healthy(WAYPOINT, SERVER))) : List.of(),
                bare().stream().map(this::entered).toList(),
                List.of(account()),
                has(Fact.DIRECT_SURPLUS) ? new DirectSurplus(500, 0) : new DirectSurplus(499, 499),
                List.of(
                        new ControlCheck("node-1", "IPv4", true),
                        new ControlCheck("node-2", "IPv4", !has(Fact.CONTROL_UNSEEN))),
                has(Fact.NODE_UNTAPPED) ? List.of(tap("node-1")) : List.of(tap("node-1"), faulty()),
                List.of());
    }

    private Seen<Connection> entered(Seen<Connection> seen) {
        Connection it = seen.what();
        return !seen.node().equals("node-1")
                ? seen
                : new Seen<>(
                        seen.node(),
                        new Connection(
                                it.client(),
                                it.clientPort(),
                                it.server(),
                                it.serverPort(),
                                it.first(),
                                it.last(),
                                it.opened(),
                                it.answered(),
                                it.reset(),
                                it.clear(),
                                it.canaries(),
                                devices.entered(),
                                it.tls(),
                                it.fromClient(),
                                it.fromServer()));
    }

    private static ClearEvidence clear() {
        Sighting sighting = new Sighting(
                "node-1", 7, 0, 0, "tcp", CLIENT, 40_000, VIP, 80, List.of(), 1, Direction.CLIENT_TO_SERVER, "AP1-");
        return new ClearEvidence("0001", true, false, 1, 1, 0, List.of(sighting));
    }

    private List<Seen<Connection>> direct() {
        List<Seen<Connection>> direct = new ArrayList<>();
        if (!has(Fact.NO_CONNECTION)) {
            direct.add(seen(healthy(CLIENT, SERVER)));
            if (!has(Fact.ONE_NODE_BLIND)) {
                direct.add(new Seen<>("node-2", healthy(CLIENT, SERVER)));
            }
        }
        Framing notTls = new Framing.NotTls("HTTP/2 preface in the clear", 9, "PRI", 0);
        if (has(Fact.CLIENT_NOT_TLS)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_001, true, TlsFacts.NONE, notTls, tls())));
        }
        if (has(Fact.NOT_TLS_UNANSWERED)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_007, false, TlsFacts.NONE, notTls, new Framing.Empty())));
        }
        if (has(Fact.NOT_TLS_UNACKNOWLEDGED)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_008, TlsFacts.NONE, unacknowledged(notTls), half(tls()))));
        }
        if (has(Fact.NOT_TLS_TAKEN_ELSEWHERE)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_009, TlsFacts.NONE, unacknowledged(notTls), half(tls()))));
            direct.add(new Seen<>("node-2", connection(CLIENT, SERVER, 40_009, true, TlsFacts.NONE)));
        }
        if (has(Fact.WEAK_SUITE)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_010, true, chose(0x0303, 0xC008, "h2"))));
        }
        if (has(Fact.OLD_VERSION)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_014, true, chose(0x0302, 0xC02F, "h2"))));
        }
        if (has(Fact.OTHER_PROTOCOL_CHOSEN)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_015, true, chose(0x0303, 0xC02F, "http/1.1"))));
        }
        if (has(Fact.H2_CHOSEN)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_016, true, chose(0x0303, 0xC02F, "h2"))));
        }
        if (has(Fact.NOTHING_CHOSEN)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_017, true, chose(0x0303, 0xC02F, null))));
        }
        if (has(Fact.SERVER_NOT_TLS)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_002, true, TlsFacts.NONE, tls(), notTls)));
        }
        if (has(Fact.TLS_1_2_WITHOUT_REQUEST)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_003, true, hello(List.of("h2"), 0x0303, true, false))));
        }
        if (has(Fact.TLS_1_2_WITH_REQUEST)) {
            direct.add(seen(connection(CLIENT, SERVER, 40_004, true, hello(List.of("h2"), 0x0303, true, true))));
        }
        if (has(Fact.HELLO_WITHOUT_H2)) {
            direct.add(
                    seen(connection(CLIENT, SERVER, 40_005, true, hello(List.of("http/1.1"), 0x0304, false, false))));
        }
        if (has(Fact.HELLO_UNACKNOWLEDGED)) {
            direct.add(seen(connection(
                    CLIENT,
                    SERVER,
                    40_019,
                    hello(List.of("http/1.1"), 0x0304, false, false),
                    unacknowledged(tls()),
                    half(new Framing.Empty()))));
        }
        if (has(Fact.RESET)) {
            direct.add(seen(connection(
                    CLIENT, SERVER, 40_006, false, TlsFacts.NONE, new Framing.Empty(), new Framing.Empty())));
        }
        return direct;
    }

    private List<Seen<Connection>> bare() {
        List<Seen<Connection>> bare = new ArrayList<>();
        if (has(Fact.BARE_UNREADABLE)) {
            bare.add(seen(bare(false, 100)));
        }
        if (has(Fact.BARE_UNANSWERED)) {
            bare.add(seen(bare(VIP, 80, false, 99)));
        }
        if (has(Fact.BARE_UNACKNOWLEDGED) || has(Fact.BARE_TAKEN_ELSEWHERE)) {
            bare.add(seen(bare(VIP, 80, true, null)));
        }
        if (has(Fact.BARE_TAKEN_ELSEWHERE)) {
            bare.add(new Seen<>("node-2", bare(SERVER, 8080, true, 99)));
        }
        if (has(Fact.BARE_CLEAR)) {
            bare.add(seen(bare(true, 100)));
        }
        if (has(Fact.BARE_EMPTY)) {
            bare.add(seen(bare(false, 0)));
        }
        return bare;
    }

    /** To the Service past HBONE; those that carry bytes in the clear have another port than those that do not. */
    private static Connection bare(boolean clear, long payload) {
        Half half = new Half(
                3, payload, 0, 0, 0, false, 99, 1, payload == 0 ? new Framing.Empty() : new Framing.Unaligned(payload));
        PacketRef packet = new PacketRef("node-1", 3, 0);
        int port = clear ? 40_011 : payload == 0 ? 40_012 : 40_013;
        return new Connection(
                CLIENT,
                port,
                VIP,
                80,
                packet,
                packet,
                true,
                true,
                false,
                clear,
                List.of(),
                List.of(),
                TlsFacts.NONE,
                half,
                half);
    }

    /** Of one client, whichever address of the server a node shows. */
    private static Connection bare(IpAddress server, int port, boolean answered, @Nullable Integer acknowledged) {
        Half sent = new Half(3, 100, 0, 0, 0, false, acknowledged, 1, new Framing.Unaligned(100));
        Half back = new Half(1, 0, 0, 0, 0, false, null, 1, new Framing.Empty());
        PacketRef packet = new PacketRef("node-1", 3, 0);
        return new Connection(
                CLIENT,
                40_018,
                server,
                port,
                packet,
                packet,
                true,
                answered,
                false,
                false,
                List.of(),
                List.of(),
                TlsFacts.NONE,
                sent,
                back);
    }

    private LegAccount account() {
        return new LegAccount(
                "client to server", sum("node-1", 4000), sum("node-2", has(Fact.TOO_FEW_BYTES) ? 3999 : 4000));
    }

    private static LegAccount.Sum sum(String node, long captured) {
        return new LegAccount.Sum(List.of(node), 4000, captured, 1000, 999, List.of());
    }

    private TapCheck faulty() {
        if (has(Fact.TAP_UNREAD)) {
            return new TapCheck(tap(10, 0, 0), null);
        }
        return new TapCheck(
                tap(
                        has(Fact.TAP_SHORTER) ? 11 : has(Fact.TAP_LONGER) ? 9 : has(Fact.TAP_EMPTY) ? 0 : 10,
                        has(Fact.KERNEL_DROPPED) ? 1 : 0,
                        has(Fact.INTERFACE_DROPPED) ? 1 : 0),
                new TapReading(
                        "node-2",
                        has(Fact.TAP_EMPTY) ? 0 : 10,
                        1000,
                        0,
                        1,
                        has(Fact.FILE_DROPPED) ? 1 : 0,
                        List.of(),
                        has(Fact.TAP_FAULTY) ? List.of("byte 24: the file ends inside packet 1") : List.of()));
    }

    private TapCheck tap(String node) {
        List<PodDevice> known = node.equals("node-1") ? devices.known() : List.of();
        return new TapCheck(
                new Tap(node, node, List.of(node + ".pcap"), "ETHERNET", 10L, null, 0, 0, 0, known),
                new TapReading(node, 10, 1000, 0, 1, 0, List.of(), List.of()));
    }

    private static Tap tap(long captured, long kernelDropped, long interfaceDropped) {
        return new Tap("node-2", "node-2", "node-2.pcap", "ETHERNET", captured, kernelDropped, interfaceDropped);
    }

    private static Seen<Connection> seen(Connection connection) {
        return new Seen<>("node-1", connection);
    }

    private static Connection healthy(IpAddress client, IpAddress server) {
        return connection(client, server, 40_000, true, TLS_1_3);
    }

    private static Connection connection(
            IpAddress client, IpAddress server, int port, boolean answered, TlsFacts facts) {
        return connection(client, server, port, answered, facts, tls(), tls());
    }

    private static Connection connection(
            IpAddress client,
            IpAddress server,
            int port,
            boolean answered,
            TlsFacts facts,
            Framing fromClient,
            Framing fromServer) {
        return connection(client, server, port, answered, facts, half(fromClient), half(fromServer));
    }

    private static Connection connection(
            IpAddress client, IpAddress server, int port, TlsFacts facts, Half fromClient, Half fromServer) {
        return connection(client, server, port, true, facts, fromClient, fromServer);
    }

    private static Connection connection(
            IpAddress client,
            IpAddress server,
            int port,
            boolean answered,
            TlsFacts facts,
            Half fromClient,
            Half fromServer) {
        PacketRef packet = new PacketRef("node-1", 2, 0);
        return new Connection(
                client,
                port,
                server,
                15008,
                packet,
                packet,
                true,
                answered,
                !answered,
                false,
                List.of(),
                List.of(),
                facts,
                fromClient,
                fromServer);
    }

    private static Half half(Framing framing) {
        return new Half(5, 5000, 0, 0, 0, false, 99, 1, framing);
    }

    private static Half unacknowledged(Framing framing) {
        return new Half(5, 5000, 0, 0, 0, false, null, 1, framing);
    }

    private static Framing tls() {
        return new Framing.Tls(true, 10, new ApplicationData(8, 5000, List.of(), ApplicationData.Small.NONE));
    }

    private static TlsFacts chose(int version, int suite, @Nullable String alpn) {
        return new TlsFacts(
                new ClientHello(List.of(version), List.of(suite), List.of("h2", "http/1.1"), null),
                new ServerHello(version, suite, alpn),
                false,
                true,
                true,
                List.of());
    }

    private static TlsFacts hello(List<String> alpn, int version, boolean readable, boolean requested) {
        return new TlsFacts(
                new ClientHello(List.of(version), List.of(0x1302), alpn, null),
                new ServerHello(version, 0x1302, null),
                false,
                readable,
                requested,
                List.of());
    }

    @Override
    public String toString() {
        return facts + " " + outcome;
    }
}
