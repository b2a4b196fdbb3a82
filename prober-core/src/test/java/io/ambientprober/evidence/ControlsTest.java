package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 3 of the contract, "The control": a path from n1 to n2, and a control of two canaries beside it. */
class ControlsTest {
    private static final String CLIENT = "10.0.1.2";
    private static final String SERVER = "10.0.2.2";
    private static final String CONTROL_CLIENT = "10.0.1.9";
    private static final String CONTROL_SERVER = "10.0.2.9";
    private static final String CONTROL_VIP = "10.96.0.9";
    private static final Direction THERE = Direction.CLIENT_TO_SERVER;
    private static final Direction BACK = Direction.SERVER_TO_CLIENT;

    private final List<ProbePath> paths = new ArrayList<>();
    private final Map<String, List<Connection>> seen = new LinkedHashMap<>();

    @BeforeEach
    void aPathAndItsControl() {
        paths.add(path("0001", Expectation.ENCRYPTED, client(CLIENT, "n1"), server(SERVER, "n2"), 2, "10.96.0.1"));
        paths.add(control("n1", "n2", 2));
    }

    private static ProbePath control(String clientNode, String serverNode, int delivered) {
        return path(
                "00ff",
                Expectation.PLAINTEXT,
                client(CONTROL_CLIENT, clientNode),
                server(CONTROL_SERVER, serverNode),
                delivered,
                CONTROL_VIP);
    }

    private static ProbePath path(
            String id, Expectation expect, Client client, Server server, int delivered, String... peers) {
        List<IpAddress> vips = Stream.of(peers).map(IpAddress::parse).toList();
        return new ProbePath(
                id,
                id,
                expect,
                client,
                server,
                new Service("s", vips, 80),
                null,
                new Canary(2, 10_000, 10_000),
                new CanaryOutcome(2, delivered, vips, null, null),
                null);
    }

    private static Client client(String ip, String node) {
        return new Client("a", ip, node, List.of(IpAddress.parse(ip)), true);
    }

    private static Server server(String ip, String node) {
        return new Server("b", ip, node, List.of(IpAddress.parse(ip)), 8080, true);
    }

    /** A canary of the control, read in this direction, as the node saw it. */
    private void read(String node, int sequence, Direction direction) {
        read(node, sequence, direction, CONTROL_SERVER, 8080, 0, 0);
    }

    private void read(String node, int sequence, Direction direction, String server, int port, long missing, long cut) {
        Framing http = new Framing.NotTls("HTTP", 1, "POST", 0);
        read(node, sequence, direction, server, port, new Half(9, 10_200, missing, cut, 0, false, 99, 1, http));
    }

    private void read(String node, int sequence, Direction direction, String server, int port, Half flawed) {
        Half lossy = new Half(9, 10_200, 77, 0, 0, false, 99, 1, flawed.framing());
        see(
                node,
                onControl(
                        40_000 + sequence,
                        server,
                        port,
                        List.of(new CanaryRead("00ff", sequence, direction)),
                        direction == THERE ? flawed : lossy,
                        direction == BACK ? flawed : lossy));
    }

    private static Connection onControl(
            int clientPort, String server, int port, List<CanaryRead> canaries, Half there, Half back) {
        PacketRef packet = new PacketRef("n1", 7, 0);
        return new Connection(
                IpAddress.parse(CONTROL_CLIENT),
                clientPort,
                IpAddress.parse(server),
                port,
                packet,
                packet,
                true,
                true,
                false,
                true,
                canaries,
                List.of(),
                TlsFacts.NONE,
                there,
                back);
    }

    private void see(String node, Connection connection) {
        seen.computeIfAbsent(node, ignored -> new ArrayList<>()).add(connection);
    }

    private void readAll(String node, Direction direction) {
        IntStream.range(0, 2).forEach(sequence -> read(node, sequence, direction));
    }

    private List<ControlCheck> checks() {
        Plan plan = new Plan("7Z3K9QWM2TXB", Wire.HBONE, false, paths, List.of());
        List<NodeEvidence> nodes = seen.entrySet().stream()
                .map(node ->
                        new NodeEvidence(node.getKey(), List.of(), List.of(), List.of(), node.getValue(), List.of()))
                .toList();
        return Objects.requireNonNull(Correlation.of(plan, nodes).get("0001")).controls();
    }

    private boolean seenOn(String node) {
        return checks().stream().filter(check -> check.node().equals(node)).allMatch(ControlCheck::seen);
    }

    @Test
    void isSeenWhereEachCanaryWasReadThatThePodThereSent() {
        readAll("n1", THERE);
        readAll("n2", BACK);

        assertThat(checks())
                .containsExactly(new ControlCheck("n1", "IPv4", true), new ControlCheck("n2", "IPv4", true));
    }

    @Test
    void isNotSeenInWhatTheOtherPodSent() {
        readAll("n1", THERE);
        readAll("n2", THERE);

        assertThat(seenOn("n1")).isTrue();
        assertThat(seenOn("n2")).isFalse();
    }

    @Test
    void isNotSeenInWhatAnotherNodeRead() {
        readAll("n2", THERE);
        readAll("n2", BACK);

        assertThat(seenOn("n1")).isFalse();
        assertThat(seenOn("n2")).isTrue();
    }

    @Test
    void isNotSeenInTokensOfTheOtherDirectionOrOfAnotherPath() {
        see("n1", whole(new CanaryRead("00ff", 0, BACK), new CanaryRead("00ff", 1, BACK)));
        assertThat(seenOn("n1")).isFalse();

        see("n1", whole(new CanaryRead("00fe", 0, THERE), new CanaryRead("00fe", 1, THERE)));
        assertThat(seenOn("n1")).isFalse();

        see("n1", whole(new CanaryRead("00ff", 0, THERE), new CanaryRead("00ff", 1, THERE)));
        assertThat(seenOn("n1")).isTrue();
    }

    /** Of the control, with these tokens on it. */
    private static Connection whole(CanaryRead... canaries) {
        Half half = Wire.half(9, 10_200, 1, new Framing.NotTls("HTTP", 1, "POST", 0));
        return onControl(40_000, CONTROL_SERVER, 8080, List.of(canaries), half, half);
    }

    /** A path that should be encrypted shows nothing by being read. */
    @Test
    void isNoPathThatLeaks() {
        paths.set(
                1,
                path(
                        "00ff",
                        Expectation.ENCRYPTED,
                        client(CONTROL_CLIENT, "n1"),
                        server(CONTROL_SERVER, "n2"),
                        2,
                        CONTROL_VIP));
        readAll("n1", THERE);

        assertThat(seenOn("n1")).isFalse();
    }

    @Test
    void isNotSeenWhereOneCanaryIsMissing() {
        read("n1", 0, THERE);
        read("n1", 0, THERE);
        readAll("n2", BACK);

        assertThat(seenOn("n1")).isFalse();
        assertThat(seenOn("n2")).isTrue();
    }

    @Test
    void asksForAsManyAsWereDelivered() {
        paths.set(1, control("n1", "n2", 1));
        read("n1", 1, THERE);
        read("n2", 0, BACK);

        assertThat(seenOn("n1")).isTrue();
        assertThat(seenOn("n2")).isTrue();
    }

    @Test
    void isNotSeenWhereNothingWasDelivered() {
        paths.set(1, control("n1", "n2", 0));

        assertThat(seenOn("n1")).isFalse();
    }

    @Test
    void isNotSeenOfAControlThatReportedNothing() {
        paths.set(1, control("n1", "n2", 2).withoutOutcome());
        readAll("n1", THERE);

        assertThat(seenOn("n1")).isFalse();
    }

    @Test
    void isNotSeenOnANodeWhereNoControlBeginsOrEnds() {
        paths.set(1, control("n3", "n2", 2));
        readAll("n1", THERE);
        readAll("n1", BACK);

        assertThat(seenOn("n1")).isFalse();
    }

    @Test
    void asksForBothDirectionsWhereBothPodsAreOnTheNode() {
        paths.set(1, control("n1", "n1", 2));
        readAll("n1", THERE);
        assertThat(seenOn("n1")).isFalse();

        readAll("n1", BACK);
        assertThat(seenOn("n1")).isTrue();
    }

    @Test
    void isNotSeenOnAConnectionWithAGap() {
        read("n1", 0, THERE);
        read("n1", 1, THERE, CONTROL_SERVER, 8080, 1, 0);
        assertThat(seenOn("n1")).isFalse();

        read("n1", 1, THERE, CONTROL_VIP, 80, 0, 0);
        assertThat(seenOn("n1")).as("whole at another address").isTrue();
    }

    @Test
    void isNotSeenWhereBytesCameTooLateOrHaveTwoTruths() {
        read("n1", 0, THERE);
        Framing http = new Framing.NotTls("HTTP", 1, "POST", 0);
        read("n1", 1, THERE, CONTROL_SERVER, 8080, new Half(9, 10_200, 0, 0, 1, false, 99, 1, http));
        assertThat(seenOn("n1")).as("stray").isFalse();

        read("n1", 1, THERE, CONTROL_SERVER, 8080, new Half(9, 10_200, 0, 0, 0, true, 99, 1, http));
        assertThat(seenOn("n1")).as("contradicted").isFalse();
    }

    @Test
    void takesNoSnapLengthForAGap() {
        read("n1", 0, THERE, CONTROL_SERVER, 8080, 9000, 9000);
        read("n1", 1, THERE, CONTROL_SERVER, 8080, 9000, 9000);

        assertThat(seenOn("n1")).isTrue();
    }

    @Test
    void isAskedForInEveryFamilyOfThePeers() {
        paths.set(
                0,
                path(
                        "0001",
                        Expectation.ENCRYPTED,
                        client(CLIENT, "n1"),
                        server(SERVER, "n2"),
                        2,
                        "10.96.0.1",
                        "fd00::96"));
        readAll("n1", THERE);
        readAll("n2", BACK);

        assertThat(checks())
                .containsExactly(
                        new ControlCheck("n1", "IPv4", true),
                        new ControlCheck("n1", "IPv6", false),
                        new ControlCheck("n2", "IPv4", true),
                        new ControlCheck("n2", "IPv6", false));
    }

    @Test
    void isAskedForInAFamilyOfWhichTheNodeSawAConnection() {
        ProbePath dual = new ProbePath(
                "0001",
                "0001",
                Expectation.ENCRYPTED,
                new Client("a", "c", "n1", List.of(IpAddress.parse(CLIENT), IpAddress.parse("fd00:1::2")), true),
                new Server("b", "s", "n2", List.of(IpAddress.parse(SERVER), IpAddress.parse("fd00:2::2")), 8080, true),
                null,
                null,
                new Canary(2, 10_000, 10_000),
                new CanaryOutcome(2, 2, List.of(), null, null),
                null);
        paths.set(0, dual);
        assertThat(checks()).as("nothing happened").isEmpty();

        see("n2", Wire.between("fd00:1::2", "fd00:2::2").on("n2"));
        assertThat(checks()).containsExactly(new ControlCheck("n2", "IPv6", false));
    }
}
