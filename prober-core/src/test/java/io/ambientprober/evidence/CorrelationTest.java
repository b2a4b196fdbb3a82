package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of the things that nodes saw belong to a path, and as what. */
class CorrelationTest {
    private static final String CLIENT = "10.0.1.2";
    private static final String SERVER = "10.0.2.2";
    private static final String SERVER_V6 = "fd00:2::2";
    private static final String WAYPOINT = "10.0.9.1";
    private static final String VIP = "10.96.0.1";
    private static final String STRANGER = "10.0.7.7";
    private static final int PORT = 8080;
    private static final int SERVICE_PORT = 80;

    private static List<IpAddress> ips(String... ips) {
        return Stream.of(ips).map(IpAddress::parse).toList();
    }

    private static ProbePath path(String id, int port, @Nullable Service service, @Nullable Waypoint waypoint) {
        return new ProbePath(
                id,
                id,
                Expectation.ENCRYPTED,
                new Client("a", "client", "n1", ips(CLIENT), true),
                new Server("b", "server", "n2", ips(SERVER, SERVER_V6), port, true),
                service,
                waypoint,
                new Canary(1, 10_000, 10_000),
                new CanaryOutcome(1, 1, ips(SERVER), null, null),
                null);
    }

    private static ProbePath throughWaypoint() {
        return path("0001", PORT, new Service("server", ips(VIP), SERVICE_PORT), new Waypoint(ips(WAYPOINT)));
    }

    private static Connection connection(String client, String server, int port) {
        Connection hbone = Wire.between(client, server).on("n1");
        return new Connection(
                hbone.client(),
                hbone.clientPort(),
                hbone.server(),
                port,
                hbone.first(),
                hbone.last(),
                true,
                true,
                false,
                false,
                List.of(),
                List.of(),
                hbone.tls(),
                hbone.fromClient(),
                hbone.fromServer());
    }

    private static NodeEvidence node(String name, List<Connection> connections) {
        PacketRef first = new PacketRef(name, 3, 0);
        Sighting sighting = new Sighting(
                name,
                3,
                0,
                0,
                "tcp",
                IpAddress.parse(CLIENT),
                1,
                IpAddress.parse(SERVER),
                2,
                List.of(),
                0,
                Direction.CLIENT_TO_SERVER,
                "");
        return new NodeEvidence(
                name,
                List.of(new TapReading(name, 10, 600, 0, 1, 0, List.of(), List.of())),
                List.of(
                        new ClearEvidence("0001", true, false, 1, 1, 0, List.of(sighting)),
                        new ClearEvidence("00fe", true, false, 1, 1, 0, List.of(sighting))),
                List.of(new LoopbackEvidence("0001", 1, first), new LoopbackEvidence("00fe", 1, first)),
                connections,
                List.of(new NodeEncryption(NodeEncryption.Kind.ESP, 1, first)));
    }

    private static PathEvidence evidence(ProbePath path, Connection... connections) {
        List<Tap> taps = Stream.of("n1", "n2", "n3")
                .map(node -> new Tap(node, node, node, "ETHERNET", 10, 0, 0))
                .toList();
        Plan plan = new Plan("7Z3K9QWM2TXB", Wire.HBONE, false, List.of(path), taps);
        List<NodeEvidence> nodes = List.of(node("n1", List.of(connections)), node("n3", List.of()));
        Map<String, PathEvidence> evidence = Correlation.of(plan, nodes);
        assertThat(evidence).containsOnlyKeys(path.id());
        return Objects.requireNonNull(evidence.get(path.id()));
    }

    private static List<String> ends(List<Seen<Connection>> connections) {
        return connections.stream()
                .map(seen -> seen.what().client() + " > "
                        + seen.what().server().withPort(seen.what().serverPort()))
                .toList();
    }

    private static Connection[] everyWay() {
        List<Connection> all = new ArrayList<>();
        for (String client : List.of(CLIENT, WAYPOINT, STRANGER)) {
            for (String server : List.of(SERVER, SERVER_V6, WAYPOINT, VIP, STRANGER)) {
                for (int port : new int[] {Wire.HBONE, PORT, SERVICE_PORT}) {
                    all.add(connection(client, server, port));
                }
            }
        }
        return all.toArray(Connection[]::new);
    }

    @Test
    void findsTheLegsAndWhatWentPastThem() {
        PathEvidence evidence = evidence(throughWaypoint(), everyWay());

        assertThat(ends(evidence.direct()))
                .containsExactly(CLIENT + " > 10.0.2.2:15008", CLIENT + " > [fd00:2::2]:15008");
        assertThat(ends(evidence.toWaypoint())).containsExactly(CLIENT + " > 10.0.9.1:15008");
        assertThat(ends(evidence.fromWaypoint()))
                .containsExactly(WAYPOINT + " > 10.0.2.2:15008", WAYPOINT + " > [fd00:2::2]:15008");
        assertThat(ends(evidence.bare()))
                .containsExactlyInAnyOrder(
                        CLIENT + " > 10.96.0.1:80",
                        WAYPOINT + " > 10.96.0.1:80",
                        CLIENT + " > 10.0.2.2:8080",
                        WAYPOINT + " > 10.0.2.2:8080",
                        CLIENT + " > [fd00:2::2]:8080",
                        WAYPOINT + " > [fd00:2::2]:8080");
        assertThat(evidence.direct()).extracting(Seen::node).containsOnly("n1");
    }

    @Test
    void knowsNoWaypointAndNoServiceThatThePlanDoesNotName() {
        PathEvidence evidence = evidence(path("0001", PORT, null, null), everyWay());

        assertThat(evidence.toWaypoint()).isEmpty();
        assertThat(evidence.fromWaypoint()).isEmpty();
        assertThat(ends(evidence.bare())).containsExactly(CLIENT + " > 10.0.2.2:8080", CLIENT + " > [fd00:2::2]:8080");
    }

    @Test
    void theHbonePortIsNoWayPastItself() {
        PathEvidence evidence = evidence(path("0001", Wire.HBONE, null, null), everyWay());

        assertThat(evidence.bare()).isEmpty();
        assertThat(evidence.direct()).hasSize(2);
    }

    @Test
    void takesTheTokensOfThePathFromAllNodes() {
        PathEvidence evidence = evidence(throughWaypoint());

        assertThat(evidence.clear()).extracting(Seen::node).containsExactly("n1", "n3");
        assertThat(evidence.clear()).allMatch(seen -> seen.what().pathId().equals("0001"));
        assertThat(evidence.loopback()).extracting(Seen::node).containsExactly("n1", "n3");
        assertThat(evidence.loopback()).allMatch(seen -> seen.what().pathId().equals("0001"));
        assertThat(evidence(path("0002", PORT, null, null)).clear()).isEmpty();
        assertThat(evidence(path("0002", PORT, null, null)).loopback()).isEmpty();
    }

    @Test
    void needsTheTapsOfItsOwnNodesReadOrNot() {
        PathEvidence evidence = evidence(throughWaypoint());

        assertThat(evidence.needed()).extracting(check -> check.tap().id()).containsExactly("n1", "n2");
        assertThat(evidence.needed()).extracting(TapCheck::empty).containsExactly(false, true);
        assertThat(evidence.nodeEncryption()).extracting(Seen::node).containsExactly("n1");
    }

    @Test
    void asksForTheControlInEveryFamilyOfAnyConnectionOfThePath() {
        ProbePath silent = throughWaypoint().withoutOutcome();
        for (Connection one : List.of(
                connection(CLIENT, SERVER, Wire.HBONE),
                connection(CLIENT, WAYPOINT, Wire.HBONE),
                connection(WAYPOINT, SERVER, Wire.HBONE),
                connection(CLIENT, VIP, SERVICE_PORT),
                connection(CLIENT, SERVER, PORT))) {
            assertThat(evidence(silent, one).controls()).as("%s", one).hasSize(1);
        }
        assertThat(evidence(silent, connection(STRANGER, SERVER, Wire.HBONE)).controls())
                .isEmpty();
    }

    @Test
    void tellsOfASurplusWhereThereIsAWaypoint() {
        Connection direct = connection(CLIENT, SERVER, Wire.HBONE);
        Wire large = Wire.between(CLIENT, SERVER).both(Wire.record(9000));

        assertThat(evidence(throughWaypoint(), direct).directSurplus()).isEqualTo(new DirectSurplus(0, 0));
        assertThat(evidence(throughWaypoint(), large.on("n1")).directSurplus())
                .isEqualTo(new DirectSurplus(9000 - 26, 9000 - 26));
        assertThat(evidence(path("0001", PORT, null, null), large.on("n1")).directSurplus())
                .isEqualTo(DirectSurplus.NONE);
    }
}
