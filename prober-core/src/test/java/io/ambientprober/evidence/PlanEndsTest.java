package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.traffic.Packets;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose packets are, and where servers listen, of a plan with a Service, a waypoint and both families. */
class PlanEndsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int HBONE = 15008;
    private static final String CLIENT = "10.0.1.2";
    private static final String STRANGER = "10.9.9.9";

    private final Packet packet = new Packet();
    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());

    private static List<IpAddress> ips(String... ips) {
        return Stream.of(ips).map(IpAddress::parse).toList();
    }

    private static ProbePath path(
            List<IpAddress> clients, List<IpAddress> servers, List<IpAddress> services, List<IpAddress> waypoints) {
        return new ProbePath(
                "0001",
                "",
                ProbePath.Expectation.ENCRYPTED,
                new ProbePath.Client("a", "client", "n1", clients, true),
                new ProbePath.Server("b", "server", "n2", servers, 8080, true),
                new ProbePath.Service("s", services, 80),
                new ProbePath.Waypoint(waypoints),
                new Canary(1, 1, 1),
                null,
                null);
    }

    private static Plan plan(List<ProbePath> paths) {
        return new Plan("7Z3K9QWM2TXB", HBONE, false, paths, List.of());
    }

    private static Plan plan(String... clients) {
        return plan(List.of(path(
                ips(clients),
                ips("10.0.2.2", "fd00::2:2"),
                ips("10.96.0.10", "fd00:96::10"),
                ips("10.0.3.2", "fd00::3:2"))));
    }

    /** With the ports in it that TCP and UDP have in common, and another protocol has not. */
    private Headers packet(int protocol, String from, int fromPort, String to, int toPort) {
        IpAddress source = IpAddress.parse(from);
        IpAddress destination = IpAddress.parse(to);
        byte[] data = switch (protocol) {
            case TCP -> Packets.tcp(source, fromPort, destination, toPort, 1, 1, 16, new byte[1]);
            case UDP -> Packets.udp(source, fromPort, destination, toPort, new byte[1]);
            default -> Packets.ip(source, destination, protocol, new byte[40]);
        };
        packet.set(data, 0, data.length, data.length, 1, LinkType.RAW, 0);
        return decoder.decode(packet);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.2, 10.0.2.2, OWN",
        "10.0.2.2, 10.0.1.2, OWN",
        "fd00::2:2, fd00::3:2, OWN",
        "10.0.1.2, 10.96.0.10, OWN",
        "fd00::3:2, fd00:96::10, OWN",
        "10.0.3.2, 10.0.2.2, OWN",
        "10.0.1.2, 10.0.3.2, OWN",
        "10.0.1.2, 10.9.9.9, STRANGERS",
        "10.9.9.9, 10.0.2.2, STRANGERS",
        "10.9.9.8, 10.9.9.9, UNRELATED",
    })
    void aPacketIsOfWhoeverItsEndsAre(String from, String to, Whose whose) {
        PlanEnds ends = new PlanEnds(plan(CLIENT));

        assertThat(ends.whose(packet(TCP, from, 40_000, to, 8080))).isEqualTo(whose);
    }

    /** While clients have no addresses, anyone who calls where somebody of the plan listens may be one; a fragment may go to any port. */
    @ParameterizedTest
    @CsvSource({
        "6, 10.9.9.9, 40000, 10.0.2.2, 8080, PERHAPS_OWN",
        "6, 10.9.9.9, 40000, 10.0.2.2, 15008, PERHAPS_OWN",
        "6, 10.9.9.9, 40000, 10.96.0.10, 80, PERHAPS_OWN",
        "6, 10.9.9.9, 40000, 10.0.3.2, 15008, PERHAPS_OWN",
        "6, fd00::9, 40000, fd00::3:2, 15008, PERHAPS_OWN",
        "6, 10.0.2.2, 8080, 10.9.9.9, 40000, PERHAPS_OWN",
        "6, 10.9.9.9, 40000, 10.0.2.2, 8081, STRANGERS",
        "6, 10.9.9.9, 40000, 10.96.0.10, 8080, STRANGERS",
        "6, 10.9.9.9, 40000, 10.0.3.2, 8080, STRANGERS",
        "6, 10.0.2.2, 40000, 10.9.9.9, 8080, STRANGERS",
        "17, 10.9.9.9, 40000, 10.0.2.2, 8080, STRANGERS",
        "50, 10.9.9.9, 0, 10.0.2.2, 0, STRANGERS",
    })
    void whoCallsAServerMayBeAClientWhileClientsAreUnknown(
            int protocol, String from, int fromPort, String to, int toPort, Whose whose) {
        Headers headers = packet(protocol, from, fromPort, to, toPort);

        assertThat(new PlanEnds(plan()).whose(headers)).isEqualTo(whose);
        assertThat(new PlanEnds(plan(CLIENT)).whose(headers)).as("known").isEqualTo(Whose.STRANGERS);
    }

    @Test
    void aLaterFragmentMayGoToAnyPort() {
        byte[] fragment = Packets.ip(IpAddress.parse(STRANGER), IpAddress.parse("10.0.2.2"), TCP, new byte[40]);
        fragment[7] = 100;
        packet.set(fragment, 0, fragment.length, fragment.length, 1, LinkType.RAW, 0);

        assertThat(new PlanEnds(plan()).whose(decoder.decode(packet))).isEqualTo(Whose.PERHAPS_OWN);
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.9.9, 10.0.2.2, 10.9.9.9",
        "10.0.2.2, 10.9.9.9, 10.9.9.9",
        "fd00:1:2:3::9, fd00::2:2, fd00:1:2:3::9",
        "10.9.9.8, 10.9.9.9, 10.9.9.8",
    })
    void namesTheEndThatIsNotThePlans(String from, String to, String other) {
        PlanEnds ends = new PlanEnds(plan(CLIENT));
        ends.whose(packet(TCP, from, 40_000, to, 8080));

        assertThat(new IpAddress(ends.otherHigh(), ends.otherLow())).isEqualTo(IpAddress.parse(other));
    }

    @Test
    void isOwnWhatThePlanNames() {
        PlanEnds ends = new PlanEnds(plan(CLIENT));

        assertThat(ips(CLIENT, "10.0.2.2", "fd00::2:2", "10.96.0.10", "fd00::3:2"))
                .allMatch(ends::isOwn);
        assertThat(ips(STRANGER, "::", "fd00::2:3")).noneMatch(ends::isOwn);
        assertThat(ends.areClientsUnknown()).isFalse();
        assertThat(new PlanEnds(plan()).areClientsUnknown()).isTrue();
    }

    private static String client(int number) {
        return "10.1.%d.%d".formatted(number / 100, number % 100);
    }

    private static String server(int number) {
        return "10.2.%d.%d".formatted(number / 100, number % 100);
    }

    /** Whatever their number: a plan without a path, and those that would fill a table of any size to its last place. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 16, 31, 64, 300})
    void knowsEveryAddressOfAPlanAndNoOther(int paths) {
        List<ProbePath> all = new ArrayList<>();
        for (int i = 0; i < paths; i++) {
            all.add(path(ips(client(i)), ips(server(i), "fd00:2::" + i), List.of(), List.of()));
        }
        Plan plan = plan(all);
        PlanEnds ends = new PlanEnds(plan);
        ServedPorts served = new ServedPorts(plan);

        for (int i = 0; i < 300; i++) {
            boolean isNamed = i < paths;
            for (IpAddress server : ips(server(i), "fd00:2::" + i)) {
                assertThat(ends.isOwn(server)).isEqualTo(isNamed);
                assertThat(served.contains(server.high(), server.low(), 8080)).isEqualTo(isNamed);
                assertThat(served.contains(server.high(), server.low(), HBONE)).isEqualTo(isNamed);
                assertThat(served.contains(server.high(), server.low(), 8081)).isFalse();
            }
            IpAddress client = IpAddress.parse(client(i));
            assertThat(ends.isOwn(client)).isEqualTo(isNamed);
            assertThat(served.contains(client.high(), client.low(), 8080)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 0", "0, 40", "40, 40"})
    void knowsEveryAddressOfAServiceAndOfAWaypoint(int services, int waypoints) {
        List<IpAddress> ofService = addresses("fd00:96::", services);
        List<IpAddress> ofWaypoint = addresses("fd00:3::", waypoints);
        ServedPorts served = new ServedPorts(plan(List.of(path(List.of(), List.of(), ofService, ofWaypoint))));

        assertThat(ofService).allMatch(ip -> served.contains(ip.high(), ip.low(), 80));
        assertThat(ofService).noneMatch(ip -> served.contains(ip.high(), ip.low(), HBONE));
        assertThat(ofWaypoint).allMatch(ip -> served.contains(ip.high(), ip.low(), HBONE));
        assertThat(ofWaypoint).noneMatch(ip -> served.contains(ip.high(), ip.low(), 80));
    }

    private static List<IpAddress> addresses(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IpAddress.parse(prefix + Integer.toHexString(i)))
                .toList();
    }
}
