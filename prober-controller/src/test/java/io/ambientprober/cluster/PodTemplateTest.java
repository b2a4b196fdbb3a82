package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.InventorySamples.Sample;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every pod that a run makes is as the template has it, and otherwise as without. */
@TestInstance(Lifecycle.PER_CLASS)
final class PodTemplateTest {
    private static final PodTemplate TEMPLATE = new PodTemplate(
            Map.of("team", "mesh"),
            Map.of("example.org/scan", "off"),
            List.of(new LocalObjectReference("registry")),
            new ResourceRequirementsBuilder()
                    .addToRequests("ephemeral-storage", new Quantity("10Mi"))
                    .addToLimits("memory", new Quantity("1Gi"))
                    .build(),
            "tests",
            "runc",
            List.of(),
            Map.of("pool", "web"),
            new PodSecurityContextBuilder()
                    .withRunAsUser(4000L)
                    .withSupplementalGroups(5000L)
                    .build());

    private List<Sample> without = List.of();
    private List<Sample> with = List.of();

    @BeforeAll
    void takeInventory() throws SiteException {
        without = podsOf(PodTemplate.NONE);
        with = podsOf(TEMPLATE);
    }

    private static List<Sample> podsOf(PodTemplate template) throws SiteException {
        return InventorySamples.of("prober:test", template).stream()
                .filter(Sample::runsPods)
                .toList();
    }

    private static ObjectNode template(Sample made) {
        return made.object().at("/spec/template") instanceof ObjectNode template ? template : made.object();
    }

    @Test
    void itIsOverEveryPod() {
        assertThat(with)
                .hasSameSizeAs(without)
                .extracting(PodTemplateTest::template)
                .allSatisfy(pod -> {
                    assertThat(pod.at("/metadata/labels/team").asText()).isEqualTo("mesh");
                    assertThat(pod.at("/metadata/annotations/example.org~1scan").asText())
                            .isEqualTo("off");
                    assertThat(pod.at("/spec/imagePullSecrets/0/name").asText()).isEqualTo("registry");
                    assertThat(pod.at("/spec/priorityClassName").asText()).isEqualTo("tests");
                    assertThat(pod.at("/spec/runtimeClassName").asText()).isEqualTo("runc");
                    assertThat(pod.at("/spec/nodeSelector")).hasSize(2);
                    assertThat(pod.at("/spec/securityContext/supplementalGroups/0")
                                    .asLong())
                            .isEqualTo(5000);
                    assertThat(pod.at("/spec/containers/0/resources/limits/memory")
                                    .asText())
                            .isEqualTo("1Gi");
                    assertThat(pod.at("/spec/containers/0/resources/requests/memory")
                                    .asText())
                            .isEqualTo("64Mi");
                    assertThat(pod.at("/spec/containers/0/resources/requests/ephemeral-storage")
                                    .asText())
                            .isEqualTo("10Mi");
                });
    }

    @Test
    void agentsKeepTheirUser() {
        assertThat(with)
                .allSatisfy(made -> assertThat(template(made)
                                .at("/spec/securityContext/runAsUser")
                                .asLong(-1))
                        .isEqualTo(made.isAgent() ? 0 : 4000));
    }

    @Test
    void whatIsThereStays() {
        for (int i = 0; i < without.size(); i++) {
            ObjectNode own = template(without.get(i));
            ObjectNode dressed = template(with.get(i));
            assertThat(dressed.at("/metadata/labels").properties())
                    .filteredOn(label -> !label.getKey().equals("team"))
                    .containsExactlyInAnyOrderElementsOf(
                            own.at("/metadata/labels").properties());
            assertThat(dressed.at("/spec/containers/0/securityContext"))
                    .isEqualTo(own.at("/spec/containers/0/securityContext"));
            assertThat(dressed.at("/spec/affinity")).isEqualTo(own.at("/spec/affinity"));
        }
    }
}
