package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class OutageTest {
    @Test
    void isNoticedByARequestThatFindsNoServer() throws IOException {
        try (KubernetesClient client = client("http://127.0.0.1:" + unusedPort() + "/");
                Cluster cluster = new Cluster(client)) {
            assertThat(cluster.wasAway()).isFalse();

            assertThatThrownBy(() -> cluster.ask("reach the cluster", client::getKubernetesVersion))
                    .isInstanceOf(SiteException.class)
                    .hasMessageStartingWith("cannot reach the cluster: no answer from the API server");

            assertThat(cluster.wasAway()).isTrue();
        }
    }

    @Test
    void isNotAnErrorThatTheServerAnswers() {
        try (SimulatedApi api = new SimulatedApi();
                KubernetesClient client = client(api.client().getMasterUrl().toString());
                Cluster cluster = new Cluster(client)) {
            api.refuse("GET /version", 403, "no");

            assertThatThrownBy(() -> cluster.ask("reach the cluster", client::getKubernetesVersion))
                    .isInstanceOf(SiteException.class);

            assertThat(cluster.wasAway()).isFalse();
        }
    }

    private static KubernetesClient client(String server) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(server)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
