package io.ambientprober.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.program.Installed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Chart and kustomize make the same objects for the same choice, field by field, but for what is named here. */
class SameObjectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String NAME = "app.kubernetes.io/name";
    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final String CONFIG = "ConfigMap ambient-prober/ambient-prober-config";
    private static final String TEST = "Pod ambient-prober/ambient-prober-test";

    /** @param values of the chart, in YAML, for an overlay of kustomize with some components */
    record Choice(String values, String overlay, List<String> components) {
        @Override
        public String toString() {
            return overlay + (components.isEmpty() ? "" : " with " + String.join(", ", components));
        }
    }

    private static Stream<Choice> choices() {
        return Stream.of(
                new Choice("", "job", List.of()),
                new Choice("mode: cronjob", "cronjob", List.of()),
                new Choice("acceptance: true", "acceptance", List.of()),
                new Choice("mode: cronjob", "job", List.of("cronjob")),
                component("admission", "admission"),
                component("alerts", "alerts"),
                component("causes", "causes"),
                component("dashboard", "dashboard"),
                component("everyNamespace", "every-namespace"),
                component("inPods", "in-pods"),
                component("meshState", "mesh-state"),
                component("networkPolicy", "network-policy"),
                component("openreports", "openreports-rbac"),
                component("openshift", "openshift"),
                component("standing", "standing"),
                new Choice("mode: cronjob\ncomponents: {standing: {enabled: true}}", "cronjob", List.of("standing")),
                new Choice(
                        "acceptance: true\ncomponents: {admission: {enabled: true}, standing: {enabled: true}}",
                        "acceptance",
                        List.of("admission", "standing")));
    }

    private static Choice component(String value, String folder) {
        return new Choice("components: {" + value + ": {enabled: true}}", "job", List.of(folder));
    }

    @BeforeAll
    static void needsKustomize() {
        Installed.assumeOneOf("kubectl", "go");
    }

    @ParameterizedTest
    @MethodSource("choices")
    void asKustomizeMakes(Choice choice) throws IOException {
        Map<String, ObjectNode> wanted = Kustomize.render(choice.overlay(), choice.components());
        Map<String, ObjectNode> made = HelmChart.render(choice.values() + image(wanted));

        assertThat(Objects.requireNonNull(made.remove(TEST))
                        .at("/metadata/annotations")
                        .has(HelmChart.HOOK))
                .isTrue();
        wanted.values().forEach(SameObjectsTest::label);
        made.values().forEach(SameObjectsTest::unlabel);
        assertThat(made.keySet()).isEqualTo(wanted.keySet());
        Map<String, Object> config = config(made);
        assertThat(config.remove("image")).isEqualTo(imageOf(wanted));
        assertThat(config).isEqualTo(config(wanted));
        made.remove(CONFIG);
        wanted.remove(CONFIG);
        made.forEach((id, object) -> assertThat(object).as(id).isEqualTo(wanted.get(id)));
    }

    /** Whoever adds one to kustomize adds it to the chart. */
    @Test
    void everyOverlayAndEveryComponentAloneIsARow() throws IOException {
        assertThat(choices().filter(choice -> choice.components().isEmpty()).map(Choice::overlay))
                .containsExactlyInAnyOrderElementsOf(Kustomize.overlays());
        assertThat(choices()
                        .filter(choice -> choice.overlay().equals("job"))
                        .filter(choice -> choice.components().size() == 1)
                        .map(choice -> choice.components().getFirst()))
                .containsExactlyInAnyOrderElementsOf(Kustomize.components());
    }

    /** kustomize labels the objects of its base; the chart labels all. */
    private static void label(ObjectNode object) {
        object.withObject("/metadata/labels").put(NAME, "ambient-prober").put(PART_OF, "ambient-prober");
    }

    /** Helm's own. */
    private static void unlabel(ObjectNode object) {
        ObjectNode labels = object.withObject("/metadata/labels");
        assertThat(labels.remove("app.kubernetes.io/managed-by").asText()).isEqualTo("Helm");
        assertThat(labels.remove("helm.sh/chart").asText()).startsWith("ambient-prober-");
    }

    /** The version of a checkout, which the chart does not know. */
    private static String image(Map<String, ObjectNode> objects) {
        String image = imageOf(objects);
        return "\nimage: {tag: \"" + image.substring(image.indexOf(':') + 1) + "\"}\n";
    }

    private static String imageOf(Map<String, ObjectNode> objects) {
        return objects.values().stream()
                .flatMap(object -> object.findParents("image").stream())
                .map(container -> container.path("image").asText())
                .findFirst()
                .orElseThrow();
    }

    /** As a run reads it, whatever is written around it. */
    private static Map<String, Object> config(Map<String, ObjectNode> objects) {
        ObjectNode config = Objects.requireNonNull(objects.get(CONFIG));
        Map<String, Object> options = new TreeMap<>();
        Object yaml = new Load(LoadSettings.builder().build())
                .loadFromString(config.at("/data/run.yaml").asText());
        JSON.<ObjectNode>valueToTree(yaml).properties().forEach(option -> {
            options.put(option.getKey(), option.getValue().asText());
        });
        assertThat(config.path("data").size()).isEqualTo(1);
        return options;
    }
}
