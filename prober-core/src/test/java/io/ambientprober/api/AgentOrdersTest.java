package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.canary.Canary;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.AddressRanges.Range;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent is told: its own paths, and where any end of the run is. */
class AgentOrdersTest {
    private static final int KILOBYTE = 1 << 10;

    private static ProbePath path(int number, int client, int server) {
        return new ProbePath(
                "%04x".formatted(number),
                "node-%04d to node-%04d".formatted(client, server),
                Expectation.ENCRYPTED,
                new Client("ambient-prober-mesh", "client-%04d".formatted(client), node(client), List.of(), true),
                new Server(
                        "ambient-prober-mesh",
                        "server-%04d".formatted(server),
                        node(server),
                        List.of(pod(server)),
                        8080,
                        true),
                new Service("server-%04d".formatted(server), List.of(service(server)), 80),
                new Waypoint(List.of(IpAddress.parse("10.255.0.1"))),
                new Canary(4, 16384, 16384),
                null,
                null);
    }

    private static String node(int number) {
        return "node-%04d".formatted(number);
    }

    private static IpAddress pod(int node) {
        return IpAddress.v4(0x0A000000 + node * 256 + spread(node) % 250);
    }

    private static IpAddress service(int node) {
        return IpAddress.v4(0x64600000 + spread(node + 7) % 0x10000);
    }

    private static int spread(int number) {
        return (number * 0x9E3779B1 >>> 8) % 0xFFFFF;
    }

    /** Each to itself and to the next. */
    private static Plan ring(int nodes) {
        return new Plan(
                "7Z3K9QWM2TXB",
                15008,
                true,
                IntStream.range(0, nodes)
                        .boxed()
                        .flatMap(node -> IntStream.of(node, (node + 1) % nodes)
                                .mapToObj(next -> path(1 + 2 * node + (next == node ? 0 : 1), node, next)))
                        .toList(),
                List.of());
    }

    @Test
    void holdsThePathsOfTheNodeAlone() {
        AgentOrder order = AgentOrders.of(ring(100)).of("node-0007");

        assertThat(order.plan().paths())
                .extracting(ProbePath::name)
                .containsExactly("node-0006 to node-0007", "node-0007 to node-0007", "node-0007 to node-0008");
        assertThat(order.plan().run()).isEqualTo("7Z3K9QWM2TXB");
        assertThat(order.plan().policies()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100, 5000})
    void saysWhereAnyEndOfTheRunIs(int nodes) {
        Plan plan = ring(nodes);

        List<Range> ends = AgentOrders.of(plan).of("node-0000").ends().ranges();

        assertThat(ends).hasSizeLessThanOrEqualTo(AgentOrder.MAX_RANGES);
        assertThat(plan.paths().stream().flatMap(ProbePath::addresses))
                .allMatch(address -> ends.stream()
                        .anyMatch(range -> range.first() <= address.low() % (1L << 32)
                                && address.low() % (1L << 32) <= range.last()));
    }

    @Test
    void isNoLargerInALargerCluster() {
        int of250 = AgentOrderJson.bytes(AgentOrders.of(ring(250)).of("node-0007")).length;
        int of5000 = AgentOrderJson.bytes(AgentOrders.of(ring(5000)).of("node-0007")).length;

        assertThat(of5000).isLessThan(of250 * 11 / 10);
        assertThat(of250).isLessThan(16 * KILOBYTE);
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        AgentOrder order = AgentOrders.of(ring(5000)).of("node-4999");

        assertThat(AgentOrderJson.read(AgentOrderJson.bytes(order))).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[5,4]]         | the order: /ends/0: an array is not two addresses, as numbers",
                "[[5]]           | the order: /ends/0: an array is not two addresses, as numbers",
                "[[5,9],[9,10]]  | the order: /ends: is not in order",
                "[[0,4294967296]]| the order: /ends/0/1: 4294967296 is not between 0 and 4294967295"
            })
    void refusesWhatIsNoRange(String ends, String complaint) {
        String json = new String(AgentOrderJson.bytes(AgentOrders.of(ring(3)).of("node-0000")), StandardCharsets.UTF_8)
                .replaceFirst("\"ends\":.*", "\"ends\":" + ends + "}");

        assertThatThrownBy(() -> AgentOrderJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage(complaint);
    }

    @Test
    void refusesMoreRangesThanAFilterHasRoomFor() {
        String ranges = IntStream.rangeClosed(0, AgentOrder.MAX_RANGES)
                .mapToObj(i -> "[" + 2 * i + "," + 2 * i + "]")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        String json = new String(AgentOrderJson.bytes(AgentOrders.of(ring(3)).of("node-0000")), StandardCharsets.UTF_8)
                .replaceFirst("\"ends\":.*", "\"ends\":[" + ranges + "]}");

        assertThatThrownBy(() -> AgentOrderJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the order: /ends: holds more than 400 ranges");
    }
}
