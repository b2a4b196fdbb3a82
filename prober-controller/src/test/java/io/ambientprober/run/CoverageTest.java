package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoverageTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 100})
    void everyNodeIsClientAndServerAcrossNodesAndWithinItself(int count) {
        List<String> nodes = nodes(count);
        Coverage coverage = Coverage.ring(nodes, EnumSet.of(Way.SERVICE), true);
        Map<String, String> nodeOfServer = nodeOfServer(coverage);

        List<Route> probes = turn(coverage, Turn.PROBE);

        assertThat(probes).hasSize(count == 1 ? 1 : 2 * count);
        for (String node : nodes) {
            assertThat(probes)
                    .filteredOn(route -> route.client().node().equals(node))
                    .extracting(route -> node.equals(nodeOfServer.get(route.server())))
                    .containsExactlyInAnyOrder(count == 1 ? new Boolean[] {true} : new Boolean[] {false, true});
            assertThat(probes.stream()
                            .filter(route -> node.equals(nodeOfServer.get(route.server())))
                            .count())
                    .isEqualTo(count == 1 ? 1 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 100})
    void controlsTouchEveryNodeFirstAndLast(int count) {
        Coverage coverage = Coverage.ring(nodes(count), EnumSet.of(Way.SERVICE), true);
        Map<String, String> nodeOfServer = nodeOfServer(coverage);

        for (Turn turn : List.of(Turn.CONTROL_FIRST, Turn.CONTROL_LAST)) {
            Set<String> touched = new HashSet<>();
            for (Route route : turn(coverage, turn)) {
                assertThat(route.client().zone()).isEqualTo(Zone.PLAIN);
                assertThat(route.way()).isEqualTo(Way.POD_IP);
                touched.add(route.client().node());
                touched.add(nodeOfServer.get(route.server()));
            }
            assertThat(touched).containsExactlyInAnyOrderElementsOf(nodes(count));
        }
        assertThat(coverage.routes().getFirst().turn()).isEqualTo(Turn.CONTROL_FIRST);
        assertThat(coverage.routes().getLast().turn()).isEqualTo(Turn.CONTROL_LAST);
    }

    /** One that is lost takes the control from no more nodes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 100, 1000})
    void aControlClientIsSharedByFourNodesAtMost(int count) {
        Coverage coverage = Coverage.ring(nodes(count), EnumSet.of(Way.SERVICE), true);
        Map<String, String> nodeOfServer = nodeOfServer(coverage);
        Map<ClientPlace, Set<String>> nodes = new HashMap<>();
        for (Route route : turn(coverage, Turn.CONTROL_FIRST)) {
            Set<String> own = nodes.computeIfAbsent(route.client(), _ -> new HashSet<>());
            own.add(route.client().node());
            own.add(nodeOfServer.get(route.server()));
        }

        assertThat(nodes).hasSize(Math.ceilDiv(count, 4));
        assertThat(nodes.values()).allSatisfy(own -> assertThat(own).hasSizeBetween(Math.min(count, 2), 4));
    }

    private static List<Route> turn(Coverage coverage, Turn turn) {
        return coverage.routes().stream().filter(route -> route.turn() == turn).toList();
    }

    private static Map<String, String> nodeOfServer(Coverage coverage) {
        Map<String, String> nodes = new HashMap<>();
        for (ServerOrder server : coverage.servers()) {
            assertThat(nodes.put(server.name(), server.node())).isNull();
        }
        return nodes;
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "node-" + i).toList();
    }
}
