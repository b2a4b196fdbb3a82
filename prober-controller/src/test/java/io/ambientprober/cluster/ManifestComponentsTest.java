package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.cluster.InventorySamples.Sample;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the parts to add are for is in them. */
class ManifestComponentsTest {
    private static final Path COMPONENTS = Path.of("..", "manifests", "components");

    /** Which runs in the namespace of the controls, outside the mesh, and knocks at servers in it. */
    @Test
    void thePoliciesLetTheHandshakeCheckThrough() throws IOException {
        assertThat(policies())
                .anySatisfy(policy -> {
                    assertThat(policy.getMetadata().getNamespace()).isEqualTo(ClusterOptions.PLAIN_NAMESPACE);
                    assertThat(policy.getSpec().getEgress())
                            .flatMap(rule -> rule.getPorts())
                            .anyMatch(port ->
                                    Integer.valueOf(15008).equals(port.getPort().getIntVal()));
                })
                .anySatisfy(policy -> {
                    assertThat(policy.getMetadata().getNamespace()).isEqualTo(ClusterOptions.MESH_NAMESPACE);
                    assertThat(policy.getSpec().getIngress())
                            .flatMap(rule -> rule.getPorts())
                            .anyMatch(port ->
                                    Integer.valueOf(15008).equals(port.getPort().getIntVal()));
                });
    }

    /** A CronJob may have been made of the Job before the component comes to it. */
    @Test
    void standingReachesTheJobAndTheCronJob() throws IOException {
        assertThat(documents("standing/kustomization.yaml"))
                .singleElement()
                .asString()
                .contains("target={kind=Job,", "path: /spec/template/spec/containers/0/args/-\n  value: --standing")
                .contains(
                        "target={kind=CronJob,",
                        "path: /spec/jobTemplate/spec/template/spec/containers/0/args/-\n  value: --standing");
    }

    /** What agents ask for is let through, and hardly more. */
    @Test
    void theConstraintsOfOpenShiftFitTheAgent() throws IOException, SiteException {
        JsonNode constraints =
                new ObjectMapper().valueToTree(documents("openshift/scc.yaml").getFirst());
        JsonNode agent = InventorySamples.of("ambient-prober:test").stream()
                .filter(Sample::isAgent)
                .findFirst()
                .orElseThrow()
                .object()
                .path("spec");
        JsonNode context = agent.at("/containers/0/securityContext");

        assertThat(constraints.path("allowHostNetwork")).isEqualTo(agent.path("hostNetwork"));
        assertThat(constraints.path("allowedCapabilities")).isEqualTo(context.at("/capabilities/add"));
        assertThat(constraints.path("requiredDropCapabilities")).isEqualTo(context.at("/capabilities/drop"));
        assertThat(constraints.path("readOnlyRootFilesystem")).isEqualTo(context.path("readOnlyRootFilesystem"));
        assertThat(constraints.path("allowPrivilegeEscalation")).isEqualTo(context.path("allowPrivilegeEscalation"));
        assertThat(constraints.at("/runAsUser/type").asText()).isEqualTo("RunAsAny");
        assertThat(agent.at("/securityContext/runAsUser").asInt(-1)).isZero();
        List<String> volumes = new ArrayList<>();
        agent.path("volumes").forEach(volume -> volume.fieldNames().forEachRemaining(volumes::add));
        volumes.remove("name");
        assertThat(constraints.path("volumes")).extracting(JsonNode::asText).containsExactlyElementsOf(volumes);
        assertThat(constraints.properties())
                .filteredOn(field ->
                        field.getKey().startsWith("allow") && field.getValue().asBoolean())
                .extracting(Map.Entry::getKey)
                .containsExactly("allowHostNetwork");
    }

    /** Who makes the namespaces by hand gives them the labels of namespaces.yaml and no other. */
    @Test
    void thePoliciesChooseNamespacesByALabelThatEachHas() throws IOException {
        List<LabelSelector> selectors = policies().stream()
                .flatMap(policy -> Stream.concat(
                        policy.getSpec().getIngress().stream().flatMap(rule -> rule.getFrom().stream()),
                        policy.getSpec().getEgress().stream().flatMap(rule -> rule.getTo().stream())))
                .map(NetworkPolicyPeer::getNamespaceSelector)
                .filter(Objects::nonNull)
                .toList();

        assertThat(selectors).hasSize(4).allSatisfy(selector -> {
            assertThat(selector.getMatchLabels()).isNullOrEmpty();
            assertThat(selector.getMatchExpressions()).singleElement().satisfies(expression -> {
                assertThat(expression.getKey()).isEqualTo("kubernetes.io/metadata.name");
                assertThat(expression.getOperator()).isEqualTo("In");
                assertThat(expression.getValues())
                        .containsExactly(
                                ClusterOptions.CONTROL_NAMESPACE,
                                ClusterOptions.MESH_NAMESPACE,
                                ClusterOptions.PLAIN_NAMESPACE);
            });
        });
    }

    private static List<NetworkPolicy> policies() throws IOException {
        KubernetesSerialization serialization = new KubernetesSerialization();
        return documents("network-policy/network-policy.yaml").stream()
                .map(document -> serialization.convertValue(document, NetworkPolicy.class))
                .toList();
    }

    private static List<Object> documents(String file) throws IOException {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(COMPONENTS.resolve(file)))
                .forEach(documents::add);
        return documents;
    }
}
