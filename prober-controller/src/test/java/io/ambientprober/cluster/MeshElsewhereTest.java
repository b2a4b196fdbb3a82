package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.cluster.mesh.MeshViews;
import io.ambientprober.cluster.mesh.MeshViews.Subjects;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Cause;
import io.ambientprober.traffic.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mesh as OpenShift has it: istiod with a revision, its agents in kube-system, a root namespace of its own. */
class MeshElsewhereTest {
    private final SimulatedApi api = new SimulatedApi();

    @BeforeEach
    void load() throws IOException {
        Path folder = Corpus.cases("field", "mesh-in-other-namespaces");
        api.load(Files.readString(folder.resolve("objects.yaml")));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void itsSettingsAreFound() throws SiteException {
        MeshComponents mesh = MeshComponents.read(api.cluster(), TestOptions.of(new NodeChoice(List.of(), "", 10)));

        assertThat(mesh.settings().trustDomain()).contains("mesh.example");
        assertThat(mesh.settings().rootNamespace()).contains("istio-config");
        assertThat(mesh.gaps(List.of("node-1", "node-2"))).isEmpty();
    }

    @Test
    void policiesOfItsRootNamespaceAreThoseOfTheMesh() throws SiteException {
        ClusterSite site = new ClusterSite(
                "7Z3K9QWM2TXB", api.cluster(), TestOptions.of(new NodeChoice(List.of(), "", 10)), false, event -> {});

        assertThat(site.survey().survey().causes())
                .filteredOn(cause -> cause.id().startsWith("mtls-"))
                .extracting(cause -> cause.id() + ": " + cause.summary())
                .containsExactly("mtls-strict: PeerAuthentication istio-config/default sets STRICT for "
                        + "ambient-prober-mesh: plaintext is refused");
    }

    @Test
    void itsZtunnelsAreAskedWhereTheyRun() {
        assertThat(MeshViews.read(
                                api.client(),
                                new Subjects(
                                        List.of(new PodName("ambient-prober-mesh", "standing-1")), _ -> null, Map.of()),
                                ZtunnelMesh.ISTIO.ztunnel(),
                                Duration.ofSeconds(10))
                        .ofCanaries()
                        .unread())
                .extracting(Cause::readFrom)
                .containsExactly("config_dump and metrics of kube-system/ztunnel-1 on node-1");
    }
}
