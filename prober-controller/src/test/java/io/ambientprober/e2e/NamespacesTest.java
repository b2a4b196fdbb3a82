package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Canaries from and to namespaces of a user's own: what each of them is like is each one's own outcome. */
@Tag("cluster")
final class NamespacesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two as they should be, one of them with what a platform team puts into each; one that takes no pods, by its quota; one by an admission policy. */
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: e2e-shop, labels: {istio.io/dataplane-mode: ambient}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: e2e-pay
              labels: {istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: restricted}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: usual, namespace: e2e-pay}
            spec: {hard: {pods: "20", requests.cpu: "2", limits.cpu: "20", requests.memory: 4Gi, limits.memory: 8Gi}}
            ---
            apiVersion: v1
            kind: LimitRange
            metadata: {name: usual, namespace: e2e-pay}
            spec: {limits: [{type: Container, max: {cpu: "2", memory: 1Gi}, min: {cpu: 5m, memory: 16Mi}}]}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: e2e-stingy, labels: {istio.io/dataplane-mode: ambient}}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: no-pods, namespace: e2e-stingy}
            spec: {hard: {pods: "0"}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: e2e-strict, labels: {istio.io/dataplane-mode: ambient}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: e2e-cost-center}
            spec:
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: e2e-strict}}
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              validations:
                - {expression: "'cost-center' in object.metadata.?labels.orValue({})", message: a pod names its cost center}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: e2e-cost-center}
            spec: {policyName: e2e-cost-center, validationActions: [Deny]}
            """;

    @BeforeAll
    static void makeNamespaces() {
        TestCluster.assume();
        TestCluster.healthy();
        Command.apply(MANIFEST);
    }

    @AfterAll
    static void takeAway() {
        Command.kubectl(
                        "delete",
                        "--ignore-not-found",
                        "validatingadmissionpolicybinding/e2e-cost-center",
                        "validatingadmissionpolicy/e2e-cost-center",
                        "namespace/e2e-shop",
                        "namespace/e2e-pay",
                        "namespace/e2e-stingy",
                        "namespace/e2e-strict")
                .requireSuccess();
    }

    @Test
    void passesWhereEachTakesCanaries() throws JsonProcessingException {
        JsonNode report = report(0, "--namespaces", "e2e-(shop|pay)");

        List<String> names = new ArrayList<>();
        for (JsonNode path : report.path("paths")) {
            String name = path.path("name").asText();
            if (!name.startsWith("control")) {
                names.add(name);
                assertThat(path.at("/encryption/reason").asText()).as(name).isEqualTo("hbone");
            }
        }
        assertThat(names)
                .anyMatch(name -> name.startsWith("e2e-pay to e2e-shop, "))
                .anyMatch(name -> name.startsWith("e2e-shop to e2e-pay, "))
                .anyMatch(name -> name.startsWith("within e2e-shop, node-"))
                .anyMatch(name -> name.startsWith("within e2e-pay, node-"));
    }

    @Test
    void whatRefusesIsInconclusiveInItsOwnWordsAndEndsNothing() throws JsonProcessingException {
        JsonNode report = report(2, "--namespaces", "e2e-.*");

        List<String> passed = new ArrayList<>();
        for (JsonNode path : report.path("paths")) {
            String name = path.path("name").asText();
            boolean refusing = name.contains("e2e-stingy") || name.contains("e2e-strict");
            if (!name.startsWith("control")) {
                assertThat(path.at("/encryption/reason").asText())
                        .as(name)
                        .isEqualTo(refusing ? "no-outcome" : "hbone");
                passed.addAll(refusing ? List.of() : List.of(name));
            }
        }
        assertThat(passed).anyMatch(name -> name.startsWith("within e2e-shop"));
        assertThat(reasonOf(report, "e2e-stingy")).contains("exceeded quota: no-pods");
        assertThat(reasonOf(report, "e2e-strict")).contains("a pod names its cost center");
    }

    private static JsonNode report(int exitCode, String... arguments) throws JsonProcessingException {
        List<String> all = new ArrayList<>(List.of("--only", "canaries"));
        all.addAll(List.of(arguments));
        Ended run = TestCluster.run(all);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        TestCluster.assertNothingIsLeft();
        return JSON.readTree(run.out());
    }

    private static String reasonOf(JsonNode report, String namespace) {
        for (JsonNode gap : report.at("/coverage/namespaces/not")) {
            if (gap.path("name").asText().equals(namespace)) {
                return gap.path("why").asText();
            }
        }
        return "";
    }
}
