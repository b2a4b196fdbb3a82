package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What platform teams put into a cluster, and the prober works beside. */
@Tag("cluster")
final class HardenedClusterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_BE_IN_FORCE = Duration.ofMinutes(1);
    private static final String NAMESPACE = "e2e-hardened";

    @BeforeAll
    static void harden() {
        TestCluster.assume();
        TestCluster.healthy();
        Command.apply("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: e2e-hardened
                  labels: {istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: restricted}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: default-deny, namespace: e2e-hardened}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                ---
                # The user ids that OpenShift's restricted-v2 gives to a namespace, which it refuses any other than.
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: e2e-user-ranges}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: e2e-hardened}}
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  variables:
                    - name: users
                      expression: >-
                        [object.spec.?securityContext.?runAsUser.orValue(1000660000),
                        object.spec.?securityContext.?fsGroup.orValue(1000660000)]
                        + object.spec.containers.map(c, c.?securityContext.?runAsUser.orValue(1000660000))
                  validations:
                    - expression: variables.users.all(user, user >= 1000660000 && user < 1000670000)
                      message: unable to validate against any security context constraint
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: e2e-user-ranges}
                spec: {policyName: e2e-user-ranges, validationActions: [Deny]}
                ---
                apiVersion: v1
                kind: Node
                metadata: {name: e2e-windows, labels: {kubernetes.io/os: windows, kubernetes.io/arch: amd64}}
                """);
        await().atMost(TO_BE_IN_FORCE).until(HardenedClusterTest::anotherUserIsRefused);
    }

    private static boolean anotherUserIsRefused() {
        return Command.kubectl("-n", NAMESPACE, "run", "user", "--image=none", "--dry-run=server", "--overrides", """
                        {"spec": {"securityContext": {"runAsUser": 1000, "runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
                        "containers": [{"name": "user", "image": "none", "securityContext":
                        {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}""")
                .err()
                .contains("unable to validate against any security context constraint");
    }

    @AfterAll
    static void takeAway() {
        Command.kubectl(
                        "delete",
                        "--ignore-not-found",
                        "node/e2e-windows",
                        "validatingadmissionpolicybinding/e2e-user-ranges",
                        "validatingadmissionpolicy/e2e-user-ranges",
                        "namespace/" + NAMESPACE)
                .requireSuccess();
    }

    /** Nothing in the test cluster enforces NetworkPolicies: of that one, only that it is named is shown. */
    @Test
    void passesAndNamesWhatStandsInItsWay() throws JsonProcessingException {
        Ended run = TestCluster.run(List.of("--from", NAMESPACE, "--to", NAMESPACE));

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.at("/coverage/nodes/not").toString())
                .contains("e2e-windows")
                .contains("windows");
        assertThat(report.path("causes").findValuesAsText("summary"))
                .anyMatch(
                        cause -> cause.contains("NetworkPolicy e2e-hardened/default-deny") && cause.contains("15008"));
        assertThat(report.path("causes").findValuesAsText("remedy"))
                .anyMatch(remedy -> remedy.contains("15008") && remedy.contains("169.254.7.127"));
    }
}
