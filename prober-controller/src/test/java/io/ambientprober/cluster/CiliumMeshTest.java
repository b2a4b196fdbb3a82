package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Cause;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster whose ztunnel is Cilium's: no istiod, no istio-cni, no annotations. */
class CiliumMeshTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private final SimulatedApi api = new SimulatedApi();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void load() {
        api.addNode("node-1");
        api.load("""
                apiVersion: v1
                kind: Pod
                metadata: {name: ztunnel-cilium-1, namespace: kube-system, labels: {app: ztunnel-cilium}}
                spec: {nodeName: node-1, containers: [{name: main, image: "registry.example/ztunnel:1"}]}
                """);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void isTakenForCiliumsOnlyWhereNoIstiodRuns() throws SiteException {
        assertThat(options().mesh()).isEqualTo(ZtunnelMesh.CILIUM);
        assertThat(options().hasPolicies()).isFalse();

        api.load("""
                apiVersion: v1
                kind: Pod
                metadata: {name: istiod-1, namespace: istio-system, labels: {app: istiod}}
                spec: {containers: [{name: main, image: x}]}
                """);
        assertThat(options().mesh()).isEqualTo(ZtunnelMesh.ISTIO);
    }

    @Test
    void canariesAreInItByTheirNamespaceAlone() throws SiteException {
        api.annotateNoPods();
        ClusterSite site =
                new ClusterSite("7Z3K9QWM2TXB", api.cluster(), options(), false, event -> notes.add(event.toString()));
        SurveyedCluster surveyed = site.survey();

        List<ServerPlace> servers = surveyed.deploy(
                        Coverage.ring(List.of("node-1"), EnumSet.allOf(Way.class), true), TIME)
                .ready(TIME)
                .servers();

        Namespace mesh = api.client()
                .namespaces()
                .withName(ClusterOptions.MESH_NAMESPACE)
                .get();
        assertThat(mesh.getMetadata().getLabels())
                .containsEntry("io.cilium/mtls-enabled", "true")
                .doesNotContainKey("istio.io/dataplane-mode");
        assertThat(servers)
                .filteredOn(place -> place.server().namespace().equals(ClusterOptions.MESH_NAMESPACE))
                .isNotEmpty()
                .allMatch(place -> place.server().enrolled());
        assertThat(surveyed.survey().causes())
                .extracting(Cause::summary)
                .anyMatch(summary -> summary.startsWith("the mesh's trust domain and roots could not be read"));
        assertThat(notes).noneMatch(note -> note.contains("istiod") || note.contains("istio-cni"));
        site.cleanUp();
    }

    @Test
    void bothOfItsLabelsPutANamespaceIntoIt() throws SiteException {
        api.addNamespace("new", Map.of("io.cilium/mtls-enabled", "true"));
        api.addNamespace("old", Map.of("mtls-enabled", "true"));
        api.addNamespace("out", Map.of("io.cilium/mtls-enabled", "false", "istio.io/dataplane-mode", "ambient"));

        assertThat(MeshNamespaces.read(api.cluster(), ZtunnelMesh.CILIUM).names())
                .containsExactly("new", "old");
    }

    private ClusterOptions options() throws SiteException {
        return ClusterSite.options(
                api.cluster(), TestOptions.of(new NodeChoice(List.of(), "", 10)), Optional.empty(), event -> {});
    }
}
