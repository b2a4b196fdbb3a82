package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ambientprober.cluster.causes.Causes;
import io.ambientprober.cluster.causes.Scope;
import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.cluster.mesh.MeshViews;
import io.ambientprober.cluster.mesh.MeshViews.Subjects;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The readers against a real API server and real ztunnels; they change nothing there. */
@Tag("cluster")
@TestInstance(Lifecycle.PER_CLASS)
class RealClusterTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private KubernetesClient client;

    @BeforeAll
    void connect() {
        assumeThat(System.getenv("KUBECONFIG")).as("KUBECONFIG").isNotNull();
        client = new KubernetesClientBuilder().build();
    }

    @AfterAll
    void disconnect() {
        if (client != null) {
            client.close();
        }
    }

    @Test
    void everythingCanBeReadAndUnderstood() {
        List<String> nodes = client.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .toList();
        Scope scope = new Scope(
                nodes,
                List.of(new Place("default", Scope.Role.SERVER, Map.of("app", "none"), 8080, "default")),
                Optional.of("istio-system"));

        assertThat(Causes.survey(client, scope, TIMEOUT))
                .extracting(Cause::id)
                .contains("not-enrolled")
                .doesNotContain("unreadable", "malformed");
    }

    @Test
    void ztunnelSaysHowItWouldSendToEveryPod() {
        List<Pod> pods = client.pods().inNamespace("kube-system").list().getItems();
        assumeThat(pods).as("pods in kube-system").isNotEmpty();
        List<PodName> names = pods.stream()
                .map(pod -> new PodName("kube-system", pod.getMetadata().getName()))
                .toList();

        MeshStatements state = MeshViews.read(
                        client, new Subjects(names, _ -> null, Map.of()), ZtunnelMesh.ISTIO.ztunnel(), TIMEOUT)
                .ofCanaries();

        assertThat(state.unread()).isEmpty();
        assertThat(state.views()).extracting(MeshView::protocol).contains("TCP");
    }
}
