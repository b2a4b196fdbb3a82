package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies select by what canaries are labelled with, and by who they are. */
class CanaryPlacesTest {
    private static final RunScope SCOPE = RunScope.ofKey("7Z3K9QWM2TXB");
    private static final PodTemplate TEAM =
            new PodTemplate(Map.of("team", "mesh"), Map.of(), List.of(), null, null, null, List.of(), Map.of(), null);

    @Test
    void freshOnesAreOfTheirRun() {
        Place client = places(TestOptions.of(TEAM)).client("shop");

        assertThat(client.role()).isEqualTo(Role.CLIENT);
        assertThat(client.serviceAccount()).isEqualTo(SCOPE.id() + "-canary-client");
        assertThat(client.podLabels())
                .containsEntry(Labels.RUN, SCOPE.id())
                .containsEntry(Labels.COMPONENT, "canary-client")
                .containsEntry("team", "mesh");
    }

    @Test
    void standingOnesAreOfNoRun() {
        Place server = places(TestOptions.standing(TEAM)).server("shop");

        assertThat(server.role()).isEqualTo(Role.SERVER);
        assertThat(server.serviceAccount()).isEqualTo("ambient-prober-standing");
        assertThat(server.podLabels())
                .doesNotContainKey(Labels.RUN)
                .containsAllEntriesOf(StandingObjects.SELECTOR)
                .containsEntry("team", "mesh");
    }

    private static CanaryPlaces places(ClusterOptions options) {
        return new CanaryPlaces(CanaryPods.of(options), options, SCOPE);
    }
}
