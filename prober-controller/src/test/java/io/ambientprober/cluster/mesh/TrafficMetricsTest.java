package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.PodName;
import io.ambientprober.statement.OpenedConnections;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrafficMetricsTest {
    static final Path SAMPLE = Path.of("src/test/resources/mesh/metrics.txt");
    private static final PodName CLIENT = new PodName("probe-a", "client-0001");
    private static final PodName SERVER = new PodName("probe-b", "server");

    @Test
    void keepsTheConnectionsOfThesePods() throws IOException {
        try (InputStream text = Files.newInputStream(SAMPLE)) {
            assertThat(TrafficMetrics.read(text, Set.of(CLIENT)))
                    .containsExactly(
                            new OpenedConnections("source", CLIENT, SERVER, true, 4),
                            new OpenedConnections("destination", CLIENT, SERVER, false, 2));
        }
    }
}
