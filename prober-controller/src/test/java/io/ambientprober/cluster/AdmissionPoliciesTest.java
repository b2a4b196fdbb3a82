package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.AdmissionEdits.Edited;
import io.ambientprober.cluster.AdmissionPolicies.Request;
import io.ambientprober.cluster.InventorySamples.Sample;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The component {@code admission} lets through what the prober makes, and nothing that differs where it matters. */
@TestInstance(Lifecycle.PER_CLASS)
final class AdmissionPoliciesTest {
    private static final Set<String> READING = Set.of("get", "list", "watch");

    /** Run nothing. docs/rights.md says what the port-forward reaches, which no admission can narrow. */
    private static final Set<String> HARMLESS = Set.of(
            "configmaps",
            "configmaps:ambient-prober-report",
            "events",
            "policyreports",
            "reports",
            "serviceaccounts",
            "pods/portforward");

    private final AdmissionPolicies policies = AdmissionPolicies.ofComponent();
    private List<Sample> inventory = List.of();

    @BeforeAll
    void takeInventory() throws SiteException {
        inventory = InventorySamples.of(AdmissionPolicies.image());
    }

    @Test
    void theInventoryHoldsEveryKindOfPod() {
        assertThat(inventory)
                .filteredOn(Sample::runsPods)
                .extracting(Sample::toString)
                .containsExactlyInAnyOrder(
                        "pods of agent in ambient-prober",
                        "pods of canary-client in ambient-prober-mesh",
                        "pods of canary-client in ambient-prober-plain",
                        "pods of canary-server in ambient-prober-mesh",
                        "pods of canary-server in ambient-prober-plain",
                        "daemonsets of canary-standing in ambient-prober-mesh",
                        "pods of policy-gate in ambient-prober-mesh");
    }

    @Test
    void letsThroughAllThatIsMade() {
        assertThat(inventory)
                .allSatisfy(made -> assertThat(policies.refusal(AdmissionPolicies.ACCOUNT, creation(made)))
                        .as(made.toString())
                        .isEmpty());
    }

    @Test
    void letsThroughWhatOpenShiftFillsIn() {
        assertThat(AdmissionEdits.throughOpenShift(inventory))
                .isNotEmpty()
                .allSatisfy(made -> assertThat(policies.refusal(AdmissionPolicies.ACCOUNT, creation(made)))
                        .as(made.toString())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("edits")
    void refusesEveryEdit(Edited edited) {
        assertThat(policies.refusal(AdmissionPolicies.ACCOUNT, creation(edited.made())))
                .hasValueSatisfying(message -> assertThat(message).startsWith(edited.message()));
    }

    private Stream<Edited> edits() {
        return AdmissionEdits.of(inventory).stream();
    }

    /** Pods that others make are none of its business. */
    @Test
    void bindsNobodyElse() {
        assertThat(edits())
                .allSatisfy(edited -> assertThat(policies.refusal(
                                "system:serviceaccount:ambient-prober:default", creation(edited.made())))
                        .isEmpty());
    }

    @Test
    void noAgentOutlivesItsRun() {
        Sample agent = inventory.stream().filter(Sample::isAgent).findFirst().orElseThrow();
        ObjectNode template = agent.object().deepCopy();
        ((ObjectNode) template.path("spec")).remove("activeDeadlineSeconds");
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.putObject("spec").set("template", template);

        assertThat(policies.refusal(
                        AdmissionPolicies.ACCOUNT,
                        new Request("CREATE", "apps", "daemonsets", agent.namespace(), set, null)))
                .hasValue("agents do not outlive their run");
    }

    /** What the rights let it make, change or delete: each is put before a policy, or runs nothing and reaches nothing. */
    @Test
    void concernsEveryRight() throws IOException {
        Set<Right> rights = ManifestRights.granted();
        assertThat(rights).extracting(Right::resource).contains("pods", "daemonsets");

        assertThat(rights)
                .filteredOn(right -> !READING.contains(right.verb()))
                .filteredOn(right -> !HARMLESS.contains(right.resource()))
                .allSatisfy(right ->
                        assertThat(policies.narrow(right)).as(right.toString()).isTrue());
    }

    /** Also with rights that it does not have. */
    @ParameterizedTest
    @CsvSource({
        "CREATE, '', pods",
        "UPDATE, '', pods",
        "UPDATE, '', pods/ephemeralcontainers",
        "CONNECT, '', pods/exec",
        "CONNECT, '', pods/attach",
        "CREATE, '', podtemplates",
        "CREATE, '', replicationcontrollers",
        "CREATE, apps, daemonsets",
        "UPDATE, apps, daemonsets",
        "CREATE, apps, deployments",
        "UPDATE, apps, deployments",
        "CREATE, apps, replicasets",
        "CREATE, apps, statefulsets",
        "CREATE, batch, jobs",
        "CREATE, batch, cronjobs",
        "UPDATE, batch, cronjobs",
    })
    void concernsEveryWayToRunSomething(String operation, String group, String resource) {
        assertThat(policies.concerned(new Request(operation, group, resource, "any", null, null)))
                .isNotEmpty();
    }

    private static Request creation(Sample made) {
        String version = made.object().path("apiVersion").asText();
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return new Request("CREATE", group, made.resource(), made.namespace(), made.object(), null);
    }
}
