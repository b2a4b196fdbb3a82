package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
