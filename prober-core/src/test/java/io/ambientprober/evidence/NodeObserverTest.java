package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.plan.Plan;
import io.ambientprober.traffic.Links;
import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Packets;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.Token;
import io.ambientprober.wire.VxlanPorts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an observer remembers of packets, one by one. */
class NodeObserverTest {
    private static final Plan PLAN = Scenario.all().getFirst().scene().plan();
    private static final IpAddress CLIENT =
            PLAN.paths().getFirst().client().ips().getFirst();
    private static final IpAddress SERVER =
            PLAN.paths().getFirst().server().ips().getFirst();
    private static final IpAddress CONTROL_SERVER =
            PLAN.paths().getLast().server().ips().getFirst();
    private static final IpAddress ONE = IpAddress.parse("198.51.100.1");
    private static final IpAddress OTHER = IpAddress.parse("198.51.100.2");
    private static final IpAddress ONE_V6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress OTHER_V6 = IpAddress.parse("2001:db8::2");
    private static final int PATH = 1;
    private static final int SERVER_PORT = PLAN.paths().getFirst().server().port();
    private static final int HBONE = 15008;
    private static final int INCOMING = 0;
    private static final int OUTGOING = 4;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final long NOON = 1_785_000_000_000_000_000L;
    private static final int MAX_CONNECTIONS = 65_536;
    /** Sequence numbers so far from one another are of two connections. */
    private static final int APART = 100_000_000;

    private final NodeObserver observer = new NodeObserver(PLAN, "n1", List.of("a", "b"), VxlanPorts.usual());
    private final long[] numbers = new long[2];
    private final Packet packet = new Packet();
    private long now = NOON;

    private void accept(LinkType linkType, byte[] data) {
        accept(0, linkType, data);
    }

    private void accept(int tap, LinkType linkType, byte[] data) {
        packet.set(data, 0, data.length, data.length, ++now, linkType, 0);
        packet.number(++numbers[tap]);
        observer.accept(tap, packet);
    }

    private void raw(byte[] ip) {
        accept(LinkType.RAW, ip);
    }

    private static byte[] token(int path, long sequence, Direction direction) {
        return new Token(PLAN.run(), path, sequence, direction).bytes();
    }

    private static byte[] request(long sequence) {
        return token(PATH, sequence, Direction.CLIENT_TO_SERVER);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] strangers(byte[] payload) {
        return Packets.tcp(ONE, 1234, OTHER, 443, 7, 0, ACK, payload);
    }

    private static byte[] toServer(int port, int sequence, int acknowledgement, int flags, byte[] payload) {
        return Packets.tcp(CLIENT, port, SERVER, HBONE, sequence, acknowledgement, flags, payload);
    }

    private static byte[] toClient(int port, int sequence, int acknowledgement, int flags, byte[] payload) {
        return Packets.tcp(SERVER, HBONE, CLIENT, port, sequence, acknowledgement, flags, payload);
    }

    private ClearEvidence clear() {
        NodeEvidence evidence = observer.finish();
        assertThat(evidence.clear()).hasSize(1);
        return evidence.clear().getFirst();
    }

    /** An agent is not told of paths that neither begin nor end on its node. */
    @Test
    void readsTokensOfPathsThatItWasNotToldOf() {
        accept(LinkType.RAW, strangers(token(0xBEEF, 3, Direction.CLIENT_TO_SERVER)));
        accept(LinkType.RAW, strangers(token(0xBEEF, 4, Direction.CLIENT_TO_SERVER)));

        ClearEvidence read = clear();
        assertThat(read.pathId()).isEqualTo("beef");
        assertThat(read.packets()).isEqualTo(2);
        assertThat(read.sightings()).hasSize(1);
        assertThat(observer.isTokenRead()).isTrue();
    }

    @Test
    void saysOfHowManyOtherPathsItHadNoRoom() {
        for (int path = 1; path <= 5000; path++) {
            accept(LinkType.RAW, strangers(token(0x1000 + path, 3, Direction.CLIENT_TO_SERVER)));
        }
        accept(LinkType.RAW, strangers(request(1)));

        NodeEvidence evidence = observer.finish();
        assertThat(evidence.clear()).hasSize(4097);
        assertThat(evidence.taps().getFirst().dropped()).isEqualTo(904);
        assertThat(evidence.taps().getFirst().notes())
                .containsExactly("tokens of more than 4096 paths of other nodes in the clear: 904 packets of further"
                        + " ones were not judged");
    }

    static List<Arguments> carriers() {
        byte[] token = request(9);
        byte[] protocol = join(new byte[] {0x6e, 0x6f}, token);
        return List.of(
                arguments(LinkType.RAW, strangers(token), "tcp 198.51.100.1:1234 198.51.100.2:443"),
                arguments(LinkType.RAW, Packets.udp(ONE, 53, OTHER, 54, token), "udp 198.51.100.1:53 198.51.100.2:54"),
                arguments(
                        LinkType.RAW,
                        Packets.ip(ONE_V6, OTHER_V6, 253, token),
                        "ip 253 [2001:db8::1]:0 [2001:db8::2]:0"),
                arguments(
                        LinkType.ETHERNET,
                        join(Links.header(LinkType.ETHERNET, 0x88B5), protocol),
                        "not ip [::]:0 [::]:0"));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void readsATokenInAnyPacketOfAnybody(LinkType linkType, byte[] data, String expected) {
        accept(linkType, data);

        ClearEvidence clear = clear();
        Sighting sighting = clear.sightings().getFirst();
        assertThat(sighting.transport() + " " + sighting.source().withPort(sighting.sourcePort()) + " "
                        + sighting.destination().withPort(sighting.destinationPort()))
                .isEqualTo(expected);
        assertThat(sighting.excerpt()).contains("AP1-");
        assertThat(clear.pathId()).isEqualTo("0001");
        assertThat(clear.v4()).isEqualTo(expected.contains("198.51"));
        assertThat(clear.v6()).isEqualTo(expected.contains("2001"));
    }

    @Test
    void readsATokenAtTheFirstByteAndBehindWhatAHeaderSaysIsTheEnd() {
        raw(request(1));
        raw(join(Packets.ip(ONE, OTHER, 17, new byte[0]), request(2)));

        assertThat(clear().sightings()).extracting(Sighting::sequence).containsExactly(1L, 2L);
        assertThat(clear().sightings()).allMatch(sighting -> sighting.excerpt().startsWith("AP1-"));
    }

    @Test
    void readsATokenAcrossFragments() {
        byte[] datagram = Packets.udp(ONE, 53, OTHER, 54, join(new byte[8], request(3)));
        byte[] first = Arrays.copyOf(datagram, 20 + 24);
        byte[] rest = join(Arrays.copyOf(datagram, 20), Arrays.copyOfRange(datagram, 20 + 24, datagram.length));
        fragment(first, 0x2000);
        fragment(rest, 3);
        raw(first);
        assertThat(observer.isTokenRead()).isFalse();
        raw(rest);

        assertThat(clear().sightings()).extracting(Sighting::sequence).containsExactly(3L);
    }

    private static void fragment(byte[] ip, int flagsAndOffset) {
        Numbers.u16(ip, 2, ip.length);
        Numbers.u16(ip, 6, flagsAndOffset);
    }

    @Test
    void readsATokenAcrossSegmentsOfStrangers() {
        byte[] token = request(4);
        raw(Packets.tcp(ONE, 1234, OTHER, 443, 7, 0, ACK, Arrays.copyOf(token, 20)));
        assertThat(observer.isTokenRead()).isFalse();
        raw(Packets.tcp(ONE, 1234, OTHER, 443, 27, 0, ACK, Arrays.copyOfRange(token, 20, 32)));

        assertThat(clear().sightings()).extracting(Sighting::sequence).containsExactly(4L);
    }

    @Test
    void countsOfALoopbackDevicePacketsAloneAndFollowsNothingThere() {
        byte[] ethernet = join(new byte[12], new byte[] {8, 0});
        accept(LinkType.ETHERNET, join(ethernet, toServer(40_000, 1, 1, ACK, join(request(1), request(2)))));
        accept(LinkType.ETHERNET, join(ethernet, toServer(40_000, 65, 1, ACK, join(request(3), request(4)))));

        NodeEvidence evidence = observer.finish();
        assertThat(evidence.loopback())
                .containsExactly(new LoopbackEvidence("0001", 2, new PacketRef("a", 1, NOON + 1)));
        assertThat(evidence.clear()).isEmpty();
        assertThat(evidence.connections()).isEmpty();
    }

    @Test
    void saysWhichPacketHeldWhichToken() {
        raw(strangers(new byte[50]));
        accept(1, LinkType.RAW, strangers(join("GET ".getBytes(StandardCharsets.US_ASCII), request(9))));

        assertThat(clear().sightings()).singleElement().satisfies(sighting -> {
            assertThat(sighting.tap()).isEqualTo("b");
            assertThat(sighting.packet()).isEqualTo(1);
            assertThat(sighting.timeNanos()).isEqualTo(NOON + 2);
            assertThat(sighting.sequence()).isEqualTo(9);
            assertThat(sighting.direction()).isEqualTo(Direction.CLIENT_TO_SERVER);
            assertThat(sighting.tunnels()).isEmpty();
            assertThat(sighting.excerpt()).startsWith("GET AP1-");
        });
    }

    @Test
    void countsPacketsAndCanariesNotTokens() {
        raw(strangers(join(request(1), request(1), request(2))));
        raw(strangers(request(1)));
        raw(strangers(token(PATH, 1, Direction.SERVER_TO_CLIENT)));

        ClearEvidence clear = clear();
        assertThat(clear.packets()).isEqualTo(3);
        assertThat(clear.requests()).isEqualTo(2);
        assertThat(clear.responses()).isEqualTo(1);
        assertThat(clear.sightings()).hasSize(3);
    }

    @Test
    void keepsTheFirstEightSightings() {
        for (int i = 0; i < 10; i++) {
            raw(strangers(request(i)));
        }

        ClearEvidence clear = clear();
        assertThat(clear.packets()).isEqualTo(10);
        assertThat(clear.sightings()).extracting(Sighting::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void knowsNoTokenOfAnotherRun() {
        raw(strangers(new Token("ABCDEFGH0123", PATH, 1, Direction.CLIENT_TO_SERVER).bytes()));

        assertThat(observer.isTokenRead()).isFalse();
        assertThat(observer.finish().clear()).isEmpty();
    }

    @Test
    void tellsAnAgentWhatThePacketAtHandHeld() {
        raw(strangers(request(1)));
        assertThat(observer.clearPath()).isEqualTo(PATH);
        assertThat(observer.isTokenRead()).isTrue();
        assertThat(observer.headers().kind()).isEqualTo(Headers.Kind.TCP);
        assertThat(observer.headers().sourcePort()).isEqualTo(1234);

        raw(Packets.udp(ONE, 53, OTHER, 54, new byte[9]));
        assertThat(observer.clearPath()).isEqualTo(NodeObserver.NO_PATH);
        assertThat(observer.isTokenRead()).isFalse();
        assertThat(observer.headers().kind()).isEqualTo(Headers.Kind.UDP);

        accept(LinkType.ETHERNET, join(new byte[12], new byte[] {8, 0}, strangers(request(1))));
        assertThat(observer.clearPath()).as("a loopback device").isEqualTo(NodeObserver.NO_PATH);
        assertThat(observer.isTokenRead()).as("a loopback device").isTrue();
    }

    @Test
    void tellsAnAgentHowMuchOfAConnectionItHas() {
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));
        assertThat(observer.packetsOfConnection()).isEqualTo(1);
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));
        raw(toClient(40_000, 199, 100, SYN | ACK, new byte[0]));
        assertThat(observer.packetsOfConnection()).isEqualTo(3);

        raw(toServer(40_001, 99, 0, SYN, new byte[0]));
        assertThat(observer.packetsOfConnection()).as("another").isEqualTo(1);
        raw(strangers(new byte[1]));
        assertThat(observer.packetsOfConnection()).as("none").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void readsATokenAcrossTheSegmentsOfAConnection(Direction direction) {
        byte[] token = token(PATH, 5, direction);
        byte[] first = Arrays.copyOf(token, 20);
        byte[] rest = Arrays.copyOfRange(token, 20, 32);
        boolean request = direction == Direction.CLIENT_TO_SERVER;
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));
        raw(toClient(40_000, 199, 100, SYN | ACK, new byte[0]));
        raw(request ? toServer(40_000, 100, 200, ACK, first) : toClient(40_000, 200, 100, ACK, first));
        assertThat(observer.clearPath()).isEqualTo(NodeObserver.NO_PATH);
        raw(request ? toServer(40_000, 120, 200, ACK, rest) : toClient(40_000, 220, 100, ACK, rest));
        assertThat(observer.clearPath()).isEqualTo(PATH);

        NodeEvidence evidence = observer.finish();
        assertThat(evidence.clear().getFirst().packets()).isEqualTo(1);
        assertThat(evidence.clear().getFirst().v4()).isTrue();
        assertThat(evidence.clear().getFirst().sightings())
                .containsExactly(new Sighting(
                        "a",
                        4,
                        0,
                        NOON + 4,
                        "tcp",
                        request ? CLIENT : SERVER,
                        request ? 40_000 : HBONE,
                        request ? SERVER : CLIENT,
                        request ? HBONE : 40_000,
                        List.of(),
                        5,
                        direction,
                        "a token across the borders of segments or records"));
        assertThat(evidence.connections()).singleElement().satisfies(connection -> {
            assertThat(connection.clear()).isTrue();
            assertThat(connection.canaries()).containsExactly(new CanaryRead("0001", 5, direction));
        });
    }

    @Test
    void remembersWhatAConnectionWas() {
        raw(toClient(40_001, 199, 0, ACK, new byte[] {23}));
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));
        raw(toClient(40_000, 0, 100, RST | ACK, new byte[0]));
        raw(toServer(40_002, 99, 0, SYN, new byte[0]));

        List<Connection> connections = observer.finish().connections();
        assertThat(connections).extracting(Connection::clientPort).containsExactly(40_001, 40_000, 40_002);
        assertThat(connections).extracting(Connection::opened).containsExactly(false, true, true);
        assertThat(connections).extracting(Connection::answered).containsExactly(true, false, false);
        assertThat(connections).extracting(Connection::reset).containsExactly(false, true, false);
        assertThat(connections.get(1).first()).isEqualTo(new PacketRef("a", 2, NOON + 2));
        assertThat(connections.get(1).last()).isEqualTo(new PacketRef("a", 3, NOON + 3));
        assertThat(connections.get(1).client()).isEqualTo(CLIENT);
        assertThat(connections.get(1).server()).isEqualTo(SERVER);
        assertThat(connections.get(1).fromClient().packets()).isEqualTo(1);
        assertThat(connections.get(1).fromServer().packets()).isEqualTo(1);
    }

    @Test
    void knowsBothEndsInIpv6WhicheverSpeaksFirst() {
        Plan plan = Scenario.all()
                .getFirst()
                .scene(new Scenario.Variant(true, LinkType.RAW, 1448))
                .plan();
        IpAddress server = plan.paths().getFirst().server().ips().getFirst();
        NodeObserver v6 = new NodeObserver(plan, "n1", List.of("a"), VxlanPorts.usual());
        byte[] token = new Token(plan.run(), PATH, 5, Direction.SERVER_TO_CLIENT).bytes();
        List<byte[]> packets = List.of(
                Packets.tcp(server, HBONE, ONE_V6, 40_000, 200, 100, ACK, Arrays.copyOf(token, 20)),
                Packets.tcp(server, HBONE, ONE_V6, 40_000, 220, 100, ACK, Arrays.copyOfRange(token, 20, 32)),
                Packets.tcp(OTHER_V6, 40_001, server, HBONE, 99, 0, SYN, new byte[0]));
        for (byte[] data : packets) {
            packet.set(data, 0, data.length, data.length, ++now, LinkType.RAW, 0);
            v6.accept(0, packet);
        }

        NodeEvidence evidence = v6.finish();
        assertThat(evidence.connections()).extracting(Connection::client).containsExactly(ONE_V6, OTHER_V6);
        assertThat(evidence.connections()).extracting(Connection::server).containsOnly(server);
        assertThat(evidence.clear()).singleElement().satisfies(clear -> {
            assertThat(clear.v6()).isTrue();
            assertThat(clear.v4()).isFalse();
        });
    }

    @Test
    void missesAtTheEndWhatNeverCame() {
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));
        raw(toServer(40_000, 100, 0, ACK, new byte[10]));
        raw(toServer(40_000, 120, 0, ACK, new byte[10]));

        assertThat(observer.finish().connections().getFirst().fromClient().missingBytes())
                .isEqualTo(10);
    }

    /** Anyone who calls a server may turn out to be a client, and who does not is nobody's. */
    @Test
    void leavesOutWhoTurnsOutToBeNoClient() {
        raw(Packets.tcp(ONE, 40_000, SERVER, HBONE, 99, 0, SYN, new byte[0]));
        raw(Packets.tcp(OTHER, 40_000, SERVER, HBONE, 99, 0, SYN, new byte[0]));
        raw(toServer(40_000, 99, 0, SYN, new byte[0]));

        assertThat(observer.finish(Set.of(ONE)).connections())
                .extracting(Connection::client)
                .containsExactly(ONE, CLIENT);
    }

    /** Late copies of their first packets are told apart, as far as lives are remembered: that of the first of six opens one more. */
    @Test
    void tellsLivesOfTheSamePortsApart() {
        for (int life = 0; life < 6; life++) {
            lives(life);
        }
        for (int life = 1; life < 6; life++) {
            raw(toServer(40_000, life * APART, 0, SYN, new byte[0]));
        }
        raw(toServer(40_000, 0, 0, SYN, new byte[0]));

        List<Connection> connections = observer.finish().connections();
        assertThat(connections)
                .extracting(each -> each.fromClient().packets())
                .containsExactly(2L, 3L, 3L, 3L, 3L, 3L, 1L);
        assertThat(connections.subList(0, 6))
                .extracting(each -> each.fromClient().payloadBytes())
                .containsOnly(1L);
    }

    private void lives(int life) {
        raw(toServer(40_000, life * APART, 0, SYN, new byte[0]));
        raw(toServer(40_000, life * APART + 1, 0, ACK, new byte[] {22}));
    }

    @Test
    void aLateCopyIsOfTheLifeWhoseNumbersItHas() {
        lives(0);
        lives(1);
        lives(2);
        raw(toServer(40_000, APART + 1, 0, ACK, new byte[] {22}));
        raw(toServer(40_000, 1, 0, ACK, new byte[] {22}));
        raw(toServer(40_000, 2, 0, ACK, new byte[] {3}));

        List<Connection> connections = observer.finish().connections();
        assertThat(connections).extracting(each -> each.fromClient().packets()).containsExactly(4L, 3L, 2L);
        assertThat(connections)
                .extracting(each -> each.fromClient().payloadBytes())
                .containsExactly(2L, 1L, 1L);
    }

    @Test
    void whatTellsNoNumberIsOfTheLatestLife() {
        lives(0);
        lives(1);
        raw(toClient(40_000, 0, 0, RST, new byte[0]));

        assertThat(observer.finish().connections())
                .extracting(Connection::reset)
                .containsExactly(false, true);
    }

    @Test
    void namesNoMoreThanEightCanariesOfAConnection() {
        int sequence = 100;
        for (int i = 0; i < 10; i++) {
            raw(toServer(40_000, sequence, 200, ACK, join(request(i), request(i))));
            sequence += 2 * Token.LENGTH;
        }

        assertThat(observer.finish().connections().getFirst().canaries())
                .extracting(CanaryRead::sequence)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void knowsTheLargestNumbersOfATokenAgain() {
        raw(toServer(40_000, 100, 200, ACK, token(0xc0de, 0xFFFF_FFFFL, Direction.SERVER_TO_CLIENT)));

        assertThat(observer.finish().connections().getFirst().canaries())
                .containsExactly(new CanaryRead("c0de", 0xFFFF_FFFFL, Direction.SERVER_TO_CLIENT));
    }

    /** An ephemeral port may be one that somebody listens on. */
    @Test
    void takesTheHbonePortForTheServersWherePortsOfBothEndsAreServed() {
        raw(Packets.tcp(SERVER, 8080, CONTROL_SERVER, HBONE, 99, 0, SYN, new byte[0]));
        raw(Packets.tcp(CONTROL_SERVER, HBONE, SERVER, 8080, 199, 100, SYN | ACK, new byte[0]));

        assertThat(observer.finish().connections()).singleElement().satisfies(connection -> {
            assertThat(connection.client()).isEqualTo(SERVER);
            assertThat(connection.clientPort()).isEqualTo(8080);
            assertThat(connection.serverPort()).isEqualTo(HBONE);
            assertThat(connection.answered()).isTrue();
        });
    }

    @Test
    void seesEncryptionBetweenNodesOnAnyWire() {
        byte[] keepalive = new byte[32];
        keepalive[0] = 4;
        raw(Packets.udp(ONE, 1, OTHER, 2, new byte[40]));
        accept(1, LinkType.RAW, Packets.udp(ONE, 1, OTHER, 2, keepalive));
        raw(Packets.udp(ONE, 1, OTHER, 2, keepalive));
        raw(Packets.ip(ONE, OTHER, 50, new byte[] {0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
        accept(LinkType.ETHERNET, join(new byte[12], new byte[] {8, 0}, Packets.udp(ONE, 1, OTHER, 2, keepalive)));

        assertThat(observer.finish().nodeEncryption())
                .containsExactly(
                        new NodeEncryption(NodeEncryption.Kind.WIREGUARD, 2, new PacketRef("b", 1, NOON + 2)),
                        new NodeEncryption(NodeEncryption.Kind.ESP, 1, new PacketRef("a", 3, NOON + 4)));
    }

    @Test
    void sumsUpEachTap() {
        accept(1, LinkType.RAW, strangers(new byte[10]));
        accept(1, LinkType.RAW, new byte[60]);
        accept(1, LinkType.RAW, strangers(new byte[20]));
        observer.closed(1, 2, List.of("a note"), List.of("a fault"));
        observer.closed(1, 3, List.of(), List.of());

        assertThat(observer.finish().taps())
                .containsExactly(
                        new TapReading("a", 0, 0, 0, 0, 0, List.of(), List.of()),
                        new TapReading(
                                "b",
                                3,
                                50 + 60 + 60,
                                NOON + 1,
                                NOON + 3,
                                5,
                                List.of("a note"),
                                List.of("a fault", "packet 2 holds nothing but zeros")));
    }

    @Test
    void whatIsMoreThanCanBeFollowedIsLost() {
        for (int port = 0; port < MAX_CONNECTIONS; port++) {
            raw(Packets.tcp(CLIENT, port, SERVER, HBONE, 99, 0, SYN, new byte[0]));
        }
        raw(Packets.tcp(CLIENT, 40_000, SERVER, SERVER_PORT, 99, 0, SYN, new byte[0]));
        raw(Packets.tcp(CLIENT, 40_000, SERVER, SERVER_PORT, 100, 0, ACK, new byte[] {1}));
        raw(Packets.tcp(CLIENT, 0, SERVER, HBONE, 100, 0, ACK, new byte[] {1}));

        NodeEvidence evidence = observer.finish();
        assertThat(evidence.connections()).hasSize(MAX_CONNECTIONS);
        assertThat(evidence.connections().getFirst().carriedPayload())
                .as("one that is followed")
                .isTrue();
        assertThat(evidence.taps().getFirst().dropped()).isEqualTo(2);
        assertThat(evidence.taps().getFirst().notes())
                .containsExactly("more connections than can be followed: 2 packets were not judged");
    }

    /** By a device of this index, as https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html has it. */
    private void passes(int device, int packetType, byte[] ip) {
        ByteBuffer cooked = ByteBuffer.allocate(20 + ip.length);
        cooked.putShort((short) 0x0800).putShort((short) 0).putInt(device).putShort((short) 1);
        cooked.put((byte) packetType).put(20, ip);
        accept(LinkType.LINUX_SLL2, cooked.array());
    }

    private static byte[] fromClient(int sequence) {
        return Packets.tcp(CLIENT, 40_000, SERVER, HBONE, sequence, 0, ACK, new byte[] {1});
    }

    private List<Integer> enteredBy() {
        return observer.finish().connections().getFirst().enteredBy();
    }

    @Test
    void remembersByWhichDevicesAClientsPacketsCameIn() {
        passes(7, INCOMING, fromClient(100));
        passes(9, INCOMING, fromClient(101));
        passes(7, INCOMING, fromClient(102));
        passes(8, OUTGOING, fromClient(102));
        passes(0, INCOMING, fromClient(103));
        passes(6, INCOMING, Packets.tcp(SERVER, HBONE, CLIENT, 40_000, 1, 101, ACK, new byte[0]));

        assertThat(enteredBy()).containsExactly(7, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 20})
    void remembersNoDevicesWhereTheyAreMany(int devices) {
        for (int device = 1; device <= devices; device++) {
            passes(device, INCOMING, fromClient(100 + device));
        }

        assertThat(enteredBy()).hasSize(devices <= 8 ? devices : 0);
    }
}
