package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MockWatchTest {
    private static final int NODES = 50;
    private static final int WATCHES = 20;

    /** Each is sent all nodes, and closed while they are under way. By itself the mock stops for 30 seconds at one of the first. */
    @Test
    @Timeout(60)
    void endsAmidItsEventsWithoutStoppingTheServer() {
        try (SimulatedApi api = new SimulatedApi()) {
            for (int i = 0; i < NODES; i++) {
                api.addNode("node-" + i);
            }
            for (int i = 0; i < WATCHES; i++) {
                api.client().nodes().watch(new Deaf()).close();
                api.addNamespace("namespace-" + i, Map.of());
            }

            assertThat(api.client().nodes().list().getItems()).hasSize(NODES);
        }
    }

    private static final class Deaf implements Watcher<Node> {
        @Override
        public void eventReceived(Action action, Node node) {}

        @Override
        public void onClose(WatcherException cause) {}
    }
}
