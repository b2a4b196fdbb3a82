package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamespaceRingTest {
    private static List<String> named(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + "-" + i).toList();
    }

    private static Coverage ring(int namespaces, int nodes) {
        return Coverage.of(named("node", nodes), named("ns", namespaces), EnumSet.allOf(Way.class), true);
    }

    private static List<Route> probes(Coverage ring) {
        return ring.routes().stream()
                .filter(route -> route.turn() == Turn.PROBE)
                .toList();
    }

    private static List<ServerOrder> servers(Coverage ring) {
        return ring.servers().stream()
                .filter(order -> order.zone() == Zone.MESH)
                .toList();
    }

    private static ServerOrder server(Coverage ring, Route route) {
        return servers(ring).stream()
                .filter(order -> order.name().equals(route.server()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesNamespacesAndNodes() {
        assertThat(probes(ring(2, 2)))
                .extracting(Route::name)
                .containsExactly(
                        "ns-0 to ns-1, node-0 to node-1",
                        "ns-0 to ns-1, node-0 to node-1, pod IP",
                        "within ns-0, within node-0",
                        "ns-1 to ns-0, node-1 to node-0",
                        "ns-1 to ns-0, node-1 to node-0, pod IP",
                        "within ns-1, within node-1",
                        "within ns-0, node-0 to node-1",
                        "within ns-1, node-1 to node-0");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2", "3, 2", "2, 3", "7, 3", "3, 7", "6, 4", "40, 3", "3, 40"})
    void everyNamespaceAndEveryNodeIsClientAndServerAndTheirNumberIsNotMultiplied(int namespaces, int nodes) {
        Coverage ring = ring(namespaces, nodes);
        Set<String> from = new HashSet<>();
        Set<String> to = new HashSet<>();
        Set<String> outOf = new HashSet<>();
        for (Route route : probes(ring)) {
            ServerOrder server = server(ring, route);
            from.addAll(List.of(route.client().namespace(), route.client().node()));
            to.addAll(List.of(server.namespace(), server.node()));
            if (!route.client().namespace().equals(server.namespace())) {
                outOf.add(route.client().namespace());
            }
        }

        assertThat(from).hasSize(namespaces + nodes).isEqualTo(to);
        assertThat(outOf).hasSize(namespaces == 1 ? 0 : namespaces);
        int places = Math.max(namespaces, nodes);
        assertThat(probes(ring)).hasSizeLessThanOrEqualTo(4 * places).doesNotHaveDuplicates();
        assertThat(servers(ring)).hasSizeLessThanOrEqualTo(2 * places);
        assertThat(probes(ring)).extracting(Route::name).doesNotHaveDuplicates();
        assertThat(ring.clients().stream().filter(client -> client.zone() == Zone.MESH))
                .hasSize(places);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 2", "2, 3", "7, 3"})
    void everyNamespaceHasAPairOfItsOwnAcrossNodes(int namespaces, int nodes) {
        Coverage ring = ring(namespaces, nodes);

        assertThat(probes(ring).stream()
                        .filter(route -> route.way() == Way.SERVICE)
                        .filter(route -> !route.client()
                                .node()
                                .equals(server(ring, route).node()))
                        .filter(route -> route.client()
                                .namespace()
                                .equals(server(ring, route).namespace()))
                        .map(route -> route.client().namespace()))
                .containsAll(named("ns", namespaces));
    }

    @Test
    void everyNamespaceHasAPairOfItsOwnOnASingleNode() {
        Coverage ring = ring(3, 1);

        assertThat(probes(ring).stream()
                        .filter(route -> route.client()
                                .namespace()
                                .equals(server(ring, route).namespace()))
                        .map(route -> route.client().namespace()))
                .containsExactlyElementsOf(named("ns", 3));
    }

    @Test
    void theControlIsAroundIt() {
        List<Route> routes = ring(3, 2).routes();

        assertThat(routes.getFirst().turn()).isEqualTo(Turn.CONTROL_FIRST);
        assertThat(routes.getLast().turn()).isEqualTo(Turn.CONTROL_LAST);
    }
}
