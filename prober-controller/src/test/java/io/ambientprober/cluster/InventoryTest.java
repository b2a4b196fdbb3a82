package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Question;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dry run shows is what a run makes, and what it makes are the inventory's rows. */
final class InventoryTest {
    private static final String KEY = "7Z3K9QWM2TXB";
    private static final Duration TIME = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization OBJECTS = new KubernetesSerialization();

    record Case(String name, ClusterOptions options, boolean policies) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        String mesh = ClusterOptions.MESH_NAMESPACE;
        return Stream.of(
                new Case("as usual", options(mesh, mesh, false), true),
                new Case("without policies", options(mesh, mesh, false), false),
                new Case("standing", options(mesh, mesh, true), true),
                new Case("standing, without policies", options(mesh, mesh, true), false),
                new Case("two namespaces", options("shop", "payments", false), true),
                new Case("standing, two namespaces", options("shop", "payments", true), true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDryRunShowsWhatARunMakes(Case run) throws Exception {
        Set<JsonNode> shown;
        try (SimulatedApi api = api()) {
            shown = shown(api, run);
            assertThat(api.requests).noneMatch(line -> !line.startsWith("GET "));
        }
        try (SimulatedApi api = api()) {
            assertThat(made(api, run)).hasSizeGreaterThan(10).isEqualTo(shown);
        }
    }

    /** As in the field, where they were made by an earlier run. */
    @Test
    void whatIsThereOfStandingCanariesIsNotShown() throws Exception {
        Case run =
                new Case("standing", options(ClusterOptions.MESH_NAMESPACE, ClusterOptions.MESH_NAMESPACE, true), true);
        try (SimulatedApi api = api()) {
            made(api, run);

            assertThat(shown(api, run))
                    .extracting(object -> object.path("kind").asText())
                    .doesNotContain("DaemonSet", "Secret");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyObjectIsOfItsRow(Case run) {
        assertThat(Inventory.of(run.options(), run.policies()).items(InventorySamples.blueprint(run.options())))
                .allSatisfy(item -> {
                    HasMetadata object = item.object();
                    assertThat(object.getKind()).isEqualTo(item.row().kind().kind());
                    assertThat(object.getMetadata().getLabels())
                            .containsEntry(Labels.COMPONENT, item.row().component());
                    assertThat(item.row().namespaces())
                            .contains(object.getMetadata().getNamespace());
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noRowIsEmptyAndNoTwoObjectsAreOne(Case run) {
        Inventory inventory = Inventory.of(run.options(), run.policies());
        List<Inventory.Item> items =
                inventory.items(InventorySamples.blueprint(run.options())).toList();

        assertThat(items).extracting(Inventory.Item::row).containsAll(inventory.rows());
        assertThat(items).extracting(item -> Cluster.describe(item.object())).doesNotHaveDuplicates();
    }

    private static SimulatedApi api() {
        SimulatedApi api = new SimulatedApi();
        List.of("a", "b").forEach(api::addNode);
        List.of("shop", "payments").forEach(name -> api.addNamespace(name, Map.of()));
        api.requests.clear();
        return api;
    }

    private static Set<JsonNode> shown(SimulatedApi api, Case run) throws SiteException, IOException {
        Set<JsonNode> shown = new HashSet<>();
        DryRun dry = new DryRun(api.cluster(), run.options(), run.policies(), KEY, note -> {});
        for (String text : dry.text().filter(text -> !text.startsWith("# ")).toList()) {
            HasMetadata object = OBJECTS.unmarshal(text);
            shown.add(plain((ObjectNode) JSON.readTree(OBJECTS.asJson(object))));
        }
        return shown;
    }

    private static Set<JsonNode> made(SimulatedApi api, Case run) throws SiteException {
        addStandingPods(api, run.options());
        List<JsonNode> made = new ArrayList<>();
        api.onCreate((resource, object) -> made.add(plain(object)));
        ClusterSite site = new ClusterSite(KEY, api.cluster(), run.options(), run.policies(), event -> {});
        SurveyedCluster surveyed = site.survey();
        List<String> nodes = surveyed.survey().nodes();
        ReadyCluster ready = surveyed.deploy(Coverage.ring(nodes, surveyed.ways(), surveyed.pairsWithinNodes()), TIME)
                .ready(TIME);
        // This API server stands still for long when a watch is closed that it has more to tell.
        long pods = made.stream()
                .filter(object -> object.path("kind").asText().equals("Pod"))
                .count();
        await().until(() -> ready.context().watch().all().size() == pods);
        site.cleanUp();
        assertThat(made).doesNotHaveDuplicates();
        return Set.copyOf(made);
    }

    /** No DaemonSet has pods of its own here. */
    private static void addStandingPods(SimulatedApi api, ClusterOptions options) {
        for (String namespace : options.canaryNamespaces()) {
            for (String node : List.of("a", "b")) {
                api.client()
                        .resource(new PodBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName("standing-" + node)
                                .withLabels(Map.of(Labels.STANDING, "true", Labels.NODE, node))
                                .endMetadata()
                                .withNewSpec()
                                .withNodeName(node)
                                .endSpec()
                                .build())
                        .create();
            }
        }
    }

    /** Without what differs from run to run: the number of a request, owners' identifiers, keys and their fingerprints. */
    private static JsonNode plain(ObjectNode object) {
        ((ObjectNode) object.path("metadata")).remove("annotations");
        object.at("/metadata/ownerReferences").forEach(owner -> ((ObjectNode) owner).remove("uid"));
        if (object.path("data").has("tls.key")) {
            ((ObjectNode) object.path("data")).put("tls.key", "").put("tls.crt", "");
        }
        try {
            return JSON.readTree(object.toString().replaceAll("[0-9a-f]{64}", ControllerKey.SHOWN.fingerprint()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterOptions options(String from, String to, boolean standing) {
        return new ClusterOptions(
                EnumSet.of(Question.CANARIES),
                new NodeChoice(List.of(), "", 10),
                from,
                to,
                List.of(),
                EnumSet.allOf(IpFamily.class),
                List.of(),
                "prober:test",
                PodTemplate.NONE,
                standing,
                false,
                Duration.ofMinutes(5));
    }
}
