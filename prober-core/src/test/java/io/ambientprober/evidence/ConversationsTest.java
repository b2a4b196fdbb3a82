package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.traffic.Packets;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.TcpConversation;
import io.ambientprober.wire.TokenScanner;
import io.ambientprober.wire.VxlanPorts;
import io.ambientprober.wire.WaitingBudget;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packets make one connection, and whose connections have room: what is of the plan is lost last, and never in silence. */
class ConversationsTest {
    private static final Plan PLAN = Scenario.all().getFirst().scene().plan();
    private static final ProbePath PATH = PLAN.paths().getFirst();
    private static final IpAddress CLIENT = PATH.client().ips().getFirst();
    private static final IpAddress SERVER = PATH.server().ips().getFirst();
    private static final IpAddress OTHER_SERVER =
            PLAN.paths().getLast().server().ips().getFirst();
    private static final IpAddress STRANGER = stranger(0);
    private static final int HBONE = 15008;
    private static final int SYN = 2;
    private static final int MOST = 65_536;
    /** Sequence numbers so far from one another are of two connections. */
    private static final int APART = 100_000_000;

    private final Packet packet = new Packet();
    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
    private final Headers headers = decoder.decode(packet);
    private final TokenScanner scanner = new TokenScanner(PLAN.run());
    private final WaitingBudget budget = new WaitingBudget();
    private long opened;

    private Conversations conversations(Plan plan) {
        return new Conversations(
                plan,
                direction -> new TrackedConnection(
                        headers,
                        direction,
                        new TcpConversation(scanner, ignored -> {}, budget),
                        new PacketRef("t", 1, 1),
                        ++opened));
    }

    /** The plan, of which the addresses of clients are not known yet. */
    private static Plan withoutClients(int connections) {
        List<ProbePath> paths = PLAN.paths().stream()
                .map(path -> new ProbePath(
                        path.id(),
                        path.name(),
                        path.expect(),
                        new ProbePath.Client("", "", path.client().node(), List.of(), false),
                        path.server(),
                        path.service(),
                        path.waypoint(),
                        new Canary(connections, 1, 1),
                        null,
                        null))
                .toList();
        return new Plan(PLAN.run(), PLAN.hbonePort(), PLAN.policies(), paths, List.of());
    }

    /** Of the documentation's networks (RFC 5737, RFC 6890), as many as are asked for. */
    private static IpAddress stranger(int number) {
        return IpAddress.parse("198.18.%d.%d".formatted(number >>> 8, number & 0xFF));
    }

    /** Fills the packet at hand. */
    private Headers syn(IpAddress from, int fromPort, IpAddress to, int toPort, int sequence) {
        byte[] data = Packets.tcp(from, fromPort, to, toPort, sequence, 0, SYN, new byte[0]);
        packet.set(data, 0, data.length, data.length, 1, LinkType.RAW, 0);
        return decoder.decode(packet);
    }

    private Headers syn(IpAddress from, int fromPort) {
        return syn(from, fromPort, SERVER, HBONE, 1);
    }

    /** A SYN of the client's, walked as an observer does. */
    private @Nullable TrackedConnection dials(Conversations conversations, int fromPort, int sequence) {
        TrackedConnection connection = conversations.of(syn(CLIENT, fromPort, SERVER, HBONE, sequence));
        if (connection != null) {
            connection.packet(headers, conversations.direction(), "t", ++opened, opened);
        }
        return connection;
    }

    /** An ephemeral port may be one that somebody listens on; nobody dials from the HBONE port. */
    @ParameterizedTest
    @CsvSource({
        "40000, 15008, CLIENT_TO_SERVER",
        "15008, 40000, SERVER_TO_CLIENT",
        "8080, 15008, CLIENT_TO_SERVER",
        "15008, 8080, SERVER_TO_CLIENT",
        "8080, 8080, CLIENT_TO_SERVER",
        "15008, 15008, CLIENT_TO_SERVER",
    })
    void theServerIsWhoeverListens(int fromPort, int toPort, Direction direction) {
        Conversations conversations = conversations(PLAN);

        assertThat(conversations.of(syn(OTHER_SERVER, fromPort, SERVER, toPort, 1)))
                .isNotNull();
        assertThat(conversations.direction()).isEqualTo(direction);
    }

    @Test
    void noConnectionIsWhereNobodyOfThePlanListens() {
        assertThat(conversations(PLAN).of(syn(CLIENT, 40_000, SERVER, 443, 1))).isNull();
    }

    @Test
    void connectionsComeInTheOrderOfTheirFirstPackets() {
        Conversations conversations = conversations(PLAN);
        for (int i = 0; i < 2000; i++) {
            dials(conversations, 1 + i % 1000, 1 + i / 1000 * APART);
        }

        assertThat(conversations.all())
                .extracting(TrackedConnection::order)
                .hasSize(2000)
                .isSorted();
    }

    /** One that follows another between the same ports takes a place of its own. */
    @Test
    void whatIsOverTakesAPlaceToo() {
        Conversations conversations = conversations(PLAN);
        for (int life = 0; life < MOST; life++) {
            assertThat(dials(conversations, 40_000, life * APART)).isNotNull();
        }
        assertThat(conversations.refused(Set.of())).isZero();

        assertThat(dials(conversations, 40_001, 1)).isNull();
        assertThat(dials(conversations, 40_000, 7))
                .as("a later life is not put into the one before it")
                .isNull();
        assertThat(conversations.refused(Set.of())).isEqualTo(2);
        assertThat(conversations.all()).hasSize(MOST);
    }

    /** What a client of so many canaries may need: each on HBONE, to the Service and to the pod, the policy ports, and tries of proxies. */
    @ParameterizedTest
    @CsvSource({"1, 260", "4, 272", "50, 456"})
    void whoMayBeAClientHasRoomForItsCanaries(int canaries, int places) {
        Conversations conversations = conversations(withoutClients(canaries));
        for (int port = 1; port <= places; port++) {
            assertThat(conversations.of(syn(STRANGER, port))).isNotNull();
        }
        assertThat(conversations.refused(Set.of(STRANGER))).isZero();

        assertThat(conversations.of(syn(STRANGER, 50_000))).isNull();
        assertThat(conversations.refused(Set.of(STRANGER))).isEqualTo(1);
        assertThat(conversations.refused(Set.of(CLIENT))).as("of others").isZero();
        assertThat(conversations.of(syn(CLIENT, 50_000))).isNotNull();
    }

    @Test
    void allWhoMayBeClientsTogetherLeaveHalfToThePlansOwn() {
        Conversations conversations = conversations(withoutClients(1));
        for (int i = 0; i < MOST / 2; i++) {
            assertThat(conversations.of(syn(stranger(i >>> 4), 40_000 + (i & 0xF))))
                    .isNotNull();
        }

        assertThat(conversations.of(syn(CLIENT, 40_000))).isNull();
        assertThat(conversations.refused(Set.of(CLIENT))).isEqualTo(1);
        assertThat(conversations.of(syn(OTHER_SERVER, 40_000)))
                .as("the plan's own")
                .isNotNull();
    }

    @Test
    void strangersHaveASixteenthAndWhatTheyLoseIsNoLossOfThePlans() {
        Conversations conversations = conversations(PLAN);
        for (int port = 1; port <= MOST / 16; port++) {
            assertThat(conversations.of(syn(STRANGER, port))).isNotNull();
        }

        assertThat(conversations.of(syn(STRANGER, 50_000))).isNull();
        assertThat(conversations.refused(Set.of(STRANGER))).isZero();
        assertThat(conversations.loudest()).isEqualTo(", the most of them (1) of " + STRANGER);
        assertThat(conversations.of(syn(CLIENT, 50_000))).isNotNull();
    }
}
