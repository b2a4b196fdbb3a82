package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodRecipeTest {
    /** The mesh sends nothing to a pod that is not ready, and a kubelet's own threshold is three seconds. */
    @Test
    void aServerStaysReadyThroughHalfABusyMinute() {
        PodRecipe recipe = new PodRecipe(TestOptions.of(new NodeChoice(List.of(), "", 10)));
        for (var pod : List.of(
                recipe.standing("account", "0"), recipe.server("node", null, "0", new RunScope("ap-abcdefghij")))) {
            Probe asked = pod.getContainers().getFirst().getReadinessProbe();

            assertThat(asked.getPeriodSeconds() * asked.getFailureThreshold()).isGreaterThanOrEqualTo(30);
        }
    }
}
