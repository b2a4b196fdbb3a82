package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.OpenedConnections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZtunnelPagesTest {
    private static final PodName CANARY = new PodName("probe-a", "client-0001");
    private static final PodName OTHER = new PodName("shop", "till");
    private static final OpenedConnections OPENED = new OpenedConnections("source", CANARY, OTHER, true, 3);

    private final ZtunnelPages pages = new ZtunnelPages(
            new ConfigDump(Map.of(CANARY, "HBONE", OTHER, "TCP"), Map.of(CANARY, "Up", OTHER, "Pending")),
            List.of(OPENED));

    @Test
    void ofACanaryItsConnectionsAreKnown() {
        assertThat(pages.view(CANARY, "enabled"))
                .isEqualTo(new MeshView(CANARY, "enabled", "HBONE", "Up", List.of(OPENED)));
    }

    /** Also when a canary is sent from within it, or to it. */
    @Test
    void ofAnyOtherPodTheyAreNotOurs() {
        assertThat(pages.uncounted(OTHER, "")).isEqualTo(new MeshView(OTHER, "", "TCP", "Pending", List.of()));
    }
}
