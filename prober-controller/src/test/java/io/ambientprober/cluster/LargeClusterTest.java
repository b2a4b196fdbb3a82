package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run asks of the API server when there are many nodes. */
final class LargeClusterTest {
    private static final int AT_ONCE = 50;
    private static final Duration TIME = Duration.ofMinutes(5);

    @Test
    @Tag("long")
    void requestsAreLinearInNodesAndBoundedAtOnce() throws SiteException {
        long of50 = requests(50);
        long of100 = requests(100);
        long of200 = requests(200);

        long first = of100 - of50;
        long second = of200 - of100;
        assertThat(second).isEqualTo(2 * first);
        assertThat(first / 50.0).isLessThan(10);
    }

    private static long requests(int count) throws SiteException {
        try (SimulatedApi api = new SimulatedApi()) {
            List<String> nodes = IntStream.range(0, count)
                    .mapToObj(i -> "node-%04d".formatted(i))
                    .toList();
            nodes.forEach(api::addNode);
            ClusterSite site = new ClusterSite("7Z3K9QWM2TXB", api.cluster(), options(), true, event -> {});
            api.requests.clear();
            SurveyedCluster surveyed = site.survey();
            assertThat(surveyed.survey().nodes()).hasSize(count);

            Coverage coverage = Coverage.ring(nodes, EnumSet.allOf(Way.class), true);
            List<ServerPlace> places =
                    surveyed.deploy(coverage, TIME).ready(TIME).servers();
            site.cleanUp();

            assertThat(places).hasSize(coverage.servers().size());
            assertThat(api.mostAtOnce.get()).isLessThanOrEqualTo(AT_ONCE);
            return api.count(line -> !line.contains("labelSelector") || line.startsWith("DELETE"));
        }
    }

    private static ClusterOptions options() {
        return TestOptions.of(new NodeChoice(List.of(), "", Integer.MAX_VALUE));
    }
}
