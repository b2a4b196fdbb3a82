package io.ambientprober.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each value does, and what is refused. */
class ChartValuesTest {
    private static final String JOB = "Job ambient-prober/ambient-prober";
    private static final String TEST = "Pod ambient-prober/ambient-prober-test";
    private static final String CONFIG = "ConfigMap ambient-prober/ambient-prober-config";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.-]+)` \\| (?:`([^`]*)`|see below) \\|");
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mdoe: job",
                "mode: jobs",
                "acceptance: 'yes'",
                "image: {tag: 1.0}",
                "image: {digest: latest}",
                "image: {repository: 'ambient-prober@sha256'}",
                "imagePullSecrets: [registry]",
                "run: {timeuot: 5m}",
                "run: {timeout: 5}",
                "run: {image: other}",
                "run: {dry-run: true}",
                "run: {print-images: true}",
                "run: {publish: elsewhere}",
                "run: {pod-template: {tolerations: {}}}",
                "run: {pod-template: {priorityClass: batch}}",
                "controller: {resource: {}}",
                "job: {activeDeadlineSeconds: 15m}",
                "cronjob: {shedule: '* * * * *'}",
                "cronjob: {schedule: daily}",
                "cronjob: {schedule: '17 4 * *'}",
                "imagePullSecrets: [{name: Registry}]",
                "imagePullSecrets: [{name: registry..example}]",
                "components: {standing: true}",
                "components: {standng: {enabled: true}}",
                "components: {inPods: {enabled: true, namespaces: shop}}",
                "components: {inPods: {enabled: true, namespaces: [Shop]}}",
            })
    void aTypoIsRefused(String values) {
        String named = values.replaceFirst("^([a-zA-Z]+).*", "$1");

        assertThatThrownBy(() -> HelmChart.render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schema")
                .hasMessageContaining(named);
    }

    @Test
    void theReadmeNamesEveryValueWithItsDefault() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(HelmChart.FOLDER.resolve("README.md")))
                .results()
                .toList()) {
            documented.put(row.group(1), Objects.requireNonNullElse(row.group(2), "see below"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        collect("", HelmChart.defaults(), values);
        values.put("run", "see below");

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(values);
    }

    private static void collect(String prefix, JsonNode values, Map<String, String> into) {
        values.properties().forEach(value -> {
            String path = prefix + value.getKey();
            boolean isGroup =
                    value.getValue().isObject() && !value.getValue().isEmpty() && !path.equals("controller.resources");
            if (isGroup) {
                collect(path + ".", value.getValue(), into);
            } else {
                into.put(path, value.getValue().toString());
            }
        });
    }

    /** What is not there is in no namespace's way. */
    @Test
    void theNamespaceOfTheReleaseIsNotMade() throws IOException {
        assertThat(HelmChart.render("", "ambient-prober"))
                .containsKeys("Namespace /ambient-prober-mesh", "Namespace /ambient-prober-plain")
                .doesNotContainKey("Namespace /ambient-prober");
        assertThat(HelmChart.render("namespaces: {create: false}").keySet())
                .noneMatch(id -> id.startsWith("Namespace"));
        assertThatThrownBy(() -> HelmChart.render("", "ambient-prober-mesh"))
                .hasMessageContaining("install with -n ambient-prober");
    }

    /** Without them a canary would not be in the mesh, or the control would be. */
    @Test
    void moreLabelsOfNamespacesReplaceNone() throws IOException {
        Map<String, ObjectNode> objects = HelmChart.render("""
                namespaces:
                  labels:
                    team: mesh
                    istio.io/dataplane-mode: none
                    pod-security.kubernetes.io/enforce: restricted
                """);

        assertThat(labels(objects, "Namespace /ambient-prober"))
                .contains("\"team\":\"mesh\"", "\"pod-security.kubernetes.io/enforce\":\"privileged\"");
        assertThat(labels(objects, "Namespace /ambient-prober-mesh"))
                .contains("\"team\":\"mesh\"", "\"istio.io/dataplane-mode\":\"ambient\"");
    }

    private static String labels(Map<String, ObjectNode> objects, String id) {
        return of(objects, id).at("/metadata/labels").toString();
    }

    @Test
    void theImageIsThatOfThePodsThatARunMakesToo() throws IOException {
        Map<String, ObjectNode> objects = HelmChart.render("image: {repository: registry.example/prober, digest: '"
                + DIGEST + "'}\n" + "components: {admission: {enabled: true}}");

        String image = "registry.example/prober@" + DIGEST;
        assertThat(container(objects, JOB).path("image").asText()).isEqualTo(image);
        assertThat(of(objects, TEST).at("/spec/containers/0/image").asText()).isEqualTo(image);
        assertThat(run(objects)).contains("image: " + image);
        assertThat(objects.values())
                .filteredOn(object -> object.path("kind").asText().equals("ValidatingAdmissionPolicy"))
                .flatExtracting(object -> object.at("/spec/variables").findParents("expression"))
                .filteredOn(variable -> variable.path("name").asText().equals("image"))
                .hasSize(2)
                .allSatisfy(variable ->
                        assertThat(variable.path("expression").asText()).isEqualTo("'" + image + "'"));
    }

    @Test
    void withoutATagItIsThatOfTheChart() throws IOException {
        assertThat(container(HelmChart.render(""), JOB).path("image").asText()).isEqualTo("ambient-prober:0.0.0");
    }

    @Test
    void whatAClusterInsistsOnReachesEveryPod() throws IOException {
        Map<String, ObjectNode> objects = HelmChart.render("""
                imagePullSecrets: [{name: registry}]
                run:
                  pod-template: {priorityClassName: batch, imagePullSecrets: [{name: other}]}
                controller:
                  labels: {team: mesh, app.kubernetes.io/name: stolen}
                  annotations: {example.org/scan: "off"}
                  priorityClassName: high
                  nodeSelector: {pool: general}
                  tolerations: [{operator: Exists}]
                  securityContext: {supplementalGroups: [4000]}
                  volumes: [{name: push, secret: {secretName: push}}]
                  volumeMounts: [{name: push, mountPath: /push}]
                """);

        assertThat(run(objects))
                .contains("priorityClassName: batch")
                .containsSubsequence("- name: registry", "- name: other");
        JsonNode template = of(objects, JOB).at("/spec/template");
        assertThat(template.at("/metadata/labels").toString())
                .contains("\"team\":\"mesh\"", "\"app.kubernetes.io/name\":\"ambient-prober\"");
        JsonNode pod = template.path("spec");
        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
        assertThat(pod.path("priorityClassName").asText()).isEqualTo("high");
        assertThat(pod.path("nodeSelector").toString())
                .contains("\"pool\":\"general\"", "\"kubernetes.io/os\":\"linux\"");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/supplementalGroups/0").asInt()).isEqualTo(4000);
        assertThat(pod.path("volumes").findValuesAsText("name")).contains("config", "tmp", "push");
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("name"))
                .containsExactly("config", "tmp", "push");
        assertThat(of(objects, TEST).path("spec").path("priorityClassName").asText())
                .isEqualTo("high");
    }

    @Test
    void rolesAreBoundWhereAsked() throws IOException {
        assertThat(HelmChart.render("""
                components:
                  everyNamespace: {enabled: true, namespaces: [shop, pay]}
                  inPods: {enabled: true, namespaces: [shop]}
                  meshState: {enabled: true, namespaces: [istio-system]}
                """))
                .containsKeys(
                        "RoleBinding shop/ambient-prober-every-namespace",
                        "RoleBinding pay/ambient-prober-every-namespace",
                        "RoleBinding shop/ambient-prober-in-pods",
                        "RoleBinding istio-system/ambient-prober-mesh-state");
        assertThat(HelmChart.render("components: {everyNamespace: {enabled: true, everywhere: true}}"))
                .containsKey("ClusterRoleBinding /ambient-prober-every-namespace");
    }

    /** Its exit code is the verdict; it does not go into the mesh, and is not tried again. */
    @Test
    void theTestIsARun() throws IOException {
        Map<String, ObjectNode> objects = HelmChart.render("mode: none\nacceptance: true");
        ObjectNode test = of(objects, TEST);

        assertThat(objects).doesNotContainKey(JOB);
        assertThat(test.at("/metadata/annotations").toString()).contains("\"" + HelmChart.HOOK + "\":\"test\"");
        assertThat(test.at("/spec/restartPolicy").asText()).isEqualTo("Never");
        assertThat(test.at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(900);
        assertThat(test.at("/spec/containers/0/args").toString())
                .isEqualTo("[\"run\",\"--config\",\"/etc/ambient-prober/run.yaml\",\"--fail-on=warn\"]");
    }

    @Test
    void alertsAreForAnyIntervalAndChosenByAnyLabel() throws IOException {
        Map<String, ObjectNode> objects = HelmChart.render("""
                components:
                  alerts: {enabled: true, noSuccessSeconds: 7200, labels: {release: monitoring}}
                  dashboard: {enabled: true, labels: {team: mesh}}
                """);

        ObjectNode rules = of(objects, "PrometheusRule ambient-prober/ambient-prober");
        assertThat(rules.at("/metadata/labels/release").asText()).isEqualTo("monitoring");
        assertThat(rules.at("/spec/groups/0/rules/0/expr").asText())
                .contains("> 7200", "[7200s]")
                .doesNotContain("86400");
        assertThat(of(objects, "ConfigMap ambient-prober/ambient-prober-dashboard")
                        .at("/metadata/labels")
                        .toString())
                .contains("\"grafana_dashboard\":\"1\"", "\"team\":\"mesh\"");
    }

    @Test
    void theScheduleIsAValue() throws IOException {
        ObjectNode cronjob = of(
                HelmChart.render("mode: cronjob\ncronjob: {schedule: '*/30 * * * *', suspend: true}"),
                "CronJob ambient-prober/ambient-prober");

        assertThat(cronjob.at("/spec/schedule").asText()).isEqualTo("*/30 * * * *");
        assertThat(cronjob.at("/spec/suspend").asBoolean()).isTrue();
        assertThat(cronjob.at("/spec/timeZone").asText()).isEqualTo("Etc/UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@daily", "@every 6h", "0 3 * * MON-FRI", "*/5  *  *  *  *"})
    void aScheduleIsWhatKubernetesTakes(String schedule) throws IOException {
        assertThat(of(
                                HelmChart.render("mode: cronjob\ncronjob: {schedule: '" + schedule + "'}"),
                                "CronJob ambient-prober/ambient-prober")
                        .at("/spec/schedule")
                        .asText())
                .isEqualTo(schedule);
    }

    @Test
    void aSecretMayHaveTheNameOfARegistry() throws IOException {
        String name = "registry.example-1.org." + "a".repeat(230);

        assertThat(of(HelmChart.render("imagePullSecrets: [{name: " + name + "}]"), JOB)
                        .at("/spec/template/spec/imagePullSecrets/0/name")
                        .asText())
                .isEqualTo(name);
        assertThatThrownBy(() -> HelmChart.render("imagePullSecrets: [{name: a" + name + "}]"))
                .hasMessageContaining("imagePullSecrets");
    }

    @Test
    void aRunWithoutOptionsIsOneWithAnImage() throws IOException {
        assertThat(run(HelmChart.render("run: null")).strip()).isEqualTo("image: ambient-prober:0.0.0");
    }

    @Test
    void theNotesSayWhereTheVerdictIsAndWhatItDoesNotSay() throws IOException {
        assertThat(HelmChart.notes("", "ambient-prober"))
                .contains("logs -f job/ambient-prober", "helm test release -n ambient-prober")
                .contains("INCONCLUSIVE is not a PASS", "pod-security.kubernetes.io/enforce=privileged")
                .contains("kubectl delete namespace ambient-prober");
        assertThat(HelmChart.notes("mode: cronjob", "default"))
                .contains("at 17 4 * * * (Etc/UTC)", "--from=cronjob/ambient-prober now")
                .doesNotContain("pod-security", "kubectl delete namespace");
        assertThat(HelmChart.notes("mode: none", "default")).contains("No run begins by itself");
    }

    private static JsonNode container(Map<String, ObjectNode> objects, String job) {
        return of(objects, job).at("/spec/template/spec/containers/0");
    }

    private static String run(Map<String, ObjectNode> objects) {
        return of(objects, CONFIG).at("/data/run.yaml").asText();
    }

    private static ObjectNode of(Map<String, ObjectNode> objects, String id) {
        return Objects.requireNonNull(
                objects.get(id), () -> List.copyOf(objects.keySet()).toString());
    }
}
