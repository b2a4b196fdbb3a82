package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.cluster.AdmissionEdits;
import io.ambientprober.cluster.AdmissionEdits.Edited;
import io.ambientprober.cluster.AdmissionPolicies;
import io.ambientprober.cluster.InventorySamples;
import io.ambientprober.cluster.InventorySamples.Sample;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The component {@code admission} in a real API server: whole runs pass it, and nothing that differs where it matters. */
@Tag("cluster")
final class AdmissionTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    /** Until the API server has heard of a policy. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String NAMESPACE = "ambient-prober";
    /** Without Pod Security, which would refuse before a policy is asked. */
    private static final String OPEN = "admission-test";

    /** Of pods, which the API server looks for; they are really made, and so let through. */
    private static final String ACCOUNTS = "serviceaccounts";

    private static final String GROUND = """
            {apiVersion: v1, kind: Namespace, metadata: {name: admission-test}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: payments, namespace: admission-test}}
            """;

    @BeforeEach
    void needsCluster() {
        TestCluster.assume();
        TestCluster.healthy();
    }

    @AfterEach
    void takeAway() {
        Command.run(TestCluster.prober("cleanup", "--standing")).requireSuccess();
        for (String folder : List.of("admission-standing", "admission")) {
            Command.kubectl("delete", "-k", folder(folder), "--ignore-not-found")
                    .requireSuccess();
        }
        Command.kubectl("delete", "namespace", OPEN, "--ignore-not-found").requireSuccess();
        TestCluster.assertNothingIsLeft();
    }

    private static String folder(String name) {
        return "src/test/manifests/" + name;
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission", "admission-standing"})
    void aRunPasses(String folder) {
        Command.kubectl("apply", "-k", folder(folder)).requireSuccess();

        await().atMost(LONG).until(() -> !condition().isBlank());
        assertThat(condition())
                .as(Command.kubectl("-n", NAMESPACE, "logs", "job/ambient-prober")
                        .out())
                .contains("Complete");
    }

    private static String condition() {
        return Command.kubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "job",
                        "ambient-prober",
                        "-o",
                        "jsonpath={.status.conditions[?(@.status=='True')].type}")
                .requireSuccess();
    }

    /** One that a registry has, by digest, in Jobs, CronJobs and policies alike. */
    @Test
    void theImageIsTheJobs() {
        String made = Command.kubectl("kustomize", folder("admission-registry")).requireSuccess();

        assertThat(made.lines().filter(line -> line.contains("registry.example/ambient-prober@sha256:")))
                .hasSize(3);
        assertThat(made.lines().filter(line -> line.contains("expression: '''ambient-prober")))
                .isEmpty();
    }

    @Test
    void nothingElsePasses() throws SiteException {
        Command.kubectl("apply", "-k", folder("admission")).requireSuccess();
        Command.apply(GROUND);
        List<Sample> inventory = InventorySamples.of(AdmissionPolicies.image());
        SoftAssertions softly = new SoftAssertions();
        try (KubernetesClient prober = prober()) {
            for (Sample account : inventory) {
                if (account.resource().equals(ACCOUNTS)) {
                    Sample there = moved(account);
                    prober.raw(there.path(), "POST", there.object().toString());
                }
            }
            List<Edited> edits = AdmissionEdits.of(inventory);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(refusal(prober, edits.getFirst().made())).isPresent();
                assertThat(refusal(prober, edits.getLast().made())).isPresent();
                assertThat(inventory)
                        .filteredOn(made -> !made.resource().equals(ACCOUNTS))
                        .allSatisfy(made -> assertThat(refusal(prober, made)).isEmpty());
            });
            for (Edited edited : edits) {
                softly.assertThat(refusal(prober, edited.made()))
                        .as(edited.toString())
                        .hasValueSatisfying(text -> assertThat(text)
                                .contains("ValidatingAdmissionPolicy 'ambient-prober-")
                                .contains(edited.message()));
            }
        }
        softly.assertAll();
    }

    /** The controller, with every right there is: what refuses it is not a right that it lacks. */
    private static KubernetesClient prober() {
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withImpersonateUsername(AdmissionPolicies.ACCOUNT)
                .withImpersonateGroups("system:masters")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Optional<String> refusal(KubernetesClient prober, Sample made) {
        Sample there = moved(made);
        try {
            prober.raw(there.path() + "?dryRun=All", "POST", there.object().toString());
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What is not of the prober's own namespace, to the open one; without an owner, as that of its run is not there. */
    private static Sample moved(Sample made) {
        Sample there = made.copy();
        there.object().withObject("/metadata").remove("ownerReferences");
        if (!made.namespace().equals(NAMESPACE)) {
            there.object().withObject("/metadata").put("namespace", OPEN);
        }
        return there;
    }

    /** As the API server's own check of types sees them. */
    @Test
    void expressionsAreFreeOfWarnings() {
        Command.kubectl("apply", "-k", folder("admission")).requireSuccess();

        for (String policy : AdmissionPolicies.names()) {
            await().atMost(SOON)
                    .until(() -> !status(policy, ".observedGeneration").isBlank());
            assertThat(status(policy, ".typeChecking.expressionWarnings"))
                    .as(policy)
                    .isBlank();
        }
    }

    private static String status(String policy, String field) {
        return Command.kubectl("get", "validatingadmissionpolicy", policy, "-o", "jsonpath={.status" + field + "}")
                .requireSuccess();
    }
}
