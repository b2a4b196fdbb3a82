package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.cluster.rotation.KeptRotation;
import io.ambientprober.cluster.rotation.RotationState;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NodesTest {
    private final SimulatedApi api = new SimulatedApi();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whereAllAreProbedNoneIsLeftOut() throws SiteException {
        api.addNode("b");
        api.addNode("a");

        ChosenNodes chosen = choose(List.of(), 10);

        assertThat(chosen.names()).containsExactly("a", "b");
        assertThat(chosen.gaps()).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void whyANodeIsLeftOutIsToldAndKept() throws SiteException {
        for (String name : List.of("a", "b", "c", "d", "tainted", "other", "silent")) {
            api.addNode(name);
        }
        edit(
                "tainted",
                node -> node.editSpec()
                        .addToTaints(new TaintBuilder()
                                .withKey("gpu")
                                .withEffect("NoSchedule")
                                .build())
                        .endSpec());
        edit("silent", node -> node.editStatus().withConditions(List.of()).endStatus());

        ChosenNodes chosen = choose(List.of(NamePattern.parse("!other")), 2);

        assertThat(chosen.names()).containsExactly("a", "b");
        assertThat(chosen.gaps())
                .contains(
                        "5 of 7; --max-nodes: c, d; --nodes: other; it has the taint gpu:NoSchedule (see --tolerations): tainted; others for other reasons");
        assertThat(notes)
                .containsExactlyInAnyOrder(
                        "node tainted is left out: it has the taint gpu:NoSchedule (see --tolerations)",
                        "node silent is left out: it is not ready",
                        "2 of 4 nodes are probed (--max-nodes)");
    }

    @Test
    void nodesThatASelectorLeavesOutAreOfTheClusterAllTheSame() throws SiteException {
        api.addNode("a");
        api.addNode("b");
        edit("a", node -> node.editMetadata().addToLabels("pool", "web").endMetadata());
        ClusterOptions options = TestOptions.of(new NodeChoice(List.of(), "pool=web", 10));

        ChosenNodes chosen = new Nodes(api.cluster(), options, notes::add).call();

        assertThat(chosen.share()).isEqualTo(new Share(1, 2, List.of(new Gap("b", "--node-selector"))));
    }

    @Test
    void nodesThatTheTemplateOfPodsDoesNotSelectAreLeftOut() throws SiteException {
        api.addNode("a");
        api.addNode("b");
        edit("a", node -> node.editMetadata().addToLabels("pool", "web").endMetadata());
        ClusterOptions options = TestOptions.of(new PodTemplate(
                Map.of(), Map.of(), List.of(), null, null, null, List.of(), Map.of("pool", "web"), null));

        ChosenNodes chosen = new Nodes(api.cluster(), options, notes::add).call();

        assertThat(chosen.share())
                .isEqualTo(new Share(
                        1, 2, List.of(new Gap("b", "it has no label pool=web (nodeSelector of pod-template)"))));
    }

    @Test
    void aFewOfManyAreNamed() throws SiteException {
        for (int i = 0; i < 9; i++) {
            api.addNode("node-" + i);
        }

        assertThat(choose(List.of(), 2).gaps()).contains("7 of 9; --max-nodes: node-2, node-3, node-4 and 4 more");
    }

    @Test
    void withARotationThoseAreProbedThatWaitedLongest() throws SiteException {
        List.of("a", "b", "c", "d", "tainted").forEach(api::addNode);
        edit("tainted", node -> node.editStatus().withConditions(List.of()).endStatus());
        RotationState before = RotationState.NONE
                .after(List.of("d", "b"), Instant.parse("2026-11-24T12:00:00Z"))
                .after(List.of("a", "c"), Instant.parse("2026-11-25T12:00:00Z"))
                .after(List.of("gone"), Instant.parse("2026-11-26T12:00:00Z"));
        api.client().resource(KeptRotation.of(before, "probes")).create();
        NodeChoice choice = new NodeChoice(List.of(), "", 2, "probes");

        ChosenNodes chosen = new Nodes(api.cluster(), TestOptions.of(choice), notes::add).call();

        assertThat(chosen.names()).containsExactly("b", "d");
        assertThat(chosen.share().not())
                .containsExactlyInAnyOrder(
                        new Gap("a", "--max-nodes: last chosen at 2026-11-25T12:00:00Z, due next"),
                        new Gap("c", "--max-nodes: last chosen at 2026-11-25T12:00:00Z, due next"),
                        new Gap("tainted", "it is not ready"));
        assertThat(notes).contains("2 of 4 nodes are probed, each of them within 3 runs (--max-nodes, --rotate)");
        assertThat(chosen.gaps().orElseThrow()).startsWith("3 of 5; --max-nodes: ");
    }

    @Test
    void whereThereIsNoReportYetLotsDecide() throws SiteException {
        List.of("a", "b", "c").forEach(api::addNode);

        ChosenNodes chosen =
                new Nodes(api.cluster(), TestOptions.of(new NodeChoice(List.of(), "", 2, "probes")), notes::add).call();

        assertThat(chosen.names()).hasSize(2).isSubsetOf("a", "b", "c");
        assertThat(chosen.share().not())
                .singleElement()
                .extracting(Gap::why)
                .isEqualTo("--max-nodes: not chosen yet, due next");
    }

    /** What a node says of itself, and what is said of it. */
    private static Stream<Arguments> unfitNodes() {
        return Stream.of(
                unfit(
                        "it runs windows",
                        node -> node.editStatus()
                                .withNewNodeInfo()
                                .withOperatingSystem("windows")
                                .endNodeInfo()
                                .endStatus()),
                unfit("it runs windows", label("kubernetes.io/os", "windows")),
                unfit(
                        "the image is not built for s390x",
                        node -> node.editStatus()
                                .withNewNodeInfo()
                                .withOperatingSystem("linux")
                                .withArchitecture("s390x")
                                .endNodeInfo()
                                .endStatus()),
                unfit("it is a virtual kubelet (label type=virtual-kubelet)", label("type", "virtual-kubelet")),
                unfit(
                        "it is a Fargate node (label eks.amazonaws.com/compute-type=fargate)",
                        label("eks.amazonaws.com/compute-type", "fargate")),
                unfit(
                        "it is cordoned (kubectl uncordon)",
                        node -> node.editSpec()
                                .withUnschedulable(true)
                                // the node controller adds it
                                .addToTaints(new TaintBuilder()
                                        .withKey("node.kubernetes.io/unschedulable")
                                        .withEffect("NoSchedule")
                                        .build())
                                .endSpec()),
                unfit(
                        "it is not ready",
                        node -> node.editStatus().withConditions(List.of()).endStatus()),
                unfit("it is not ready", node -> node.withStatus(null)));
    }

    private static Arguments unfit(String reason, Edit edit) {
        return Arguments.of(reason, edit);
    }

    private static Edit label(String name, String value) {
        return node -> node.editMetadata().addToLabels(name, value).endMetadata();
    }

    @ParameterizedTest
    @MethodSource("unfitNodes")
    void aNodeThatCannotRunThePodsIsLeftOutByNameWhateverIsTolerated(String reason, Edit edit) throws SiteException {
        api.addNode("fit");
        api.addNode("unfit");
        edit(
                "fit",
                node -> node.editMetadata()
                        .addToLabels("type", "worker")
                        .endMetadata()
                        .editStatus()
                        .withNewNodeInfo()
                        .withOperatingSystem("linux")
                        .withArchitecture("arm64")
                        .endNodeInfo()
                        .endStatus());
        edit("unfit", edit);
        ClusterOptions options = TestOptions.tolerating(TolerationText.parse("*"));

        ChosenNodes chosen = new Nodes(api.cluster(), options, notes::add).call();

        assertThat(chosen.share()).isEqualTo(new Share(1, 2, List.of(new Gap("unfit", reason))));
        assertThat(notes).containsExactly("node unfit is left out: " + reason);
    }

    interface Edit {
        NodeBuilder of(NodeBuilder node);
    }

    private void edit(String name, Edit edit) {
        api.client()
                .nodes()
                .withName(name)
                .edit(node -> edit.of(new NodeBuilder(node)).build());
    }

    private ChosenNodes choose(List<NamePattern> patterns, int most) throws SiteException {
        ClusterOptions options = TestOptions.of(new NodeChoice(patterns, "", most));
        return new Nodes(api.cluster(), options, notes::add).call();
    }
}
