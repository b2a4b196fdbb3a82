package io.ambientprober.cluster.enrolled;

import static io.ambientprober.cluster.enrolled.SamplePods.enabled;
import static io.ambientprober.cluster.enrolled.SamplePods.labelled;
import static io.ambientprober.cluster.enrolled.SamplePods.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who held an address when. */
final class PodHistoryTest {
    private static final PodName TILL = new PodName("shop", "till");

    private final PodsReader reader =
            new PodsReader(ZtunnelMesh.ISTIO, Set.of(), Map.of("app.kubernetes.io/name", "prober"));
    private final PodHistory history = new PodHistory();

    private static Instant at(int seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    private void see(Pod pod, @Nullable Instant at) {
        history.see(reader.read(pod), at);
    }

    private List<Tuple> spans() {
        return history.spans().stream()
                .map(span -> Tuple.tuple(
                        span.pod().pod().name(),
                        span.address().toString(),
                        span.from(),
                        span.to(),
                        span.enrolled(),
                        span.enrolledFrom(),
                        span.enrolledTo()))
                .toList();
    }

    @Test
    void aPodThatWasThereBeforeTheWatchHasNoBeginning() {
        see(enabled("till", "10.1.0.1"), null);
        see(running("plain", "10.1.0.2").build(), null);

        assertThat(spans())
                .containsExactlyInAnyOrder(
                        Tuple.tuple("till", "10.1.0.1", null, null, true, null, null),
                        Tuple.tuple("plain", "10.1.0.2", null, null, false, null, null));
    }

    @Test
    void anAddressThatIsUsedAgainWasEachPodsInItsTime() {
        see(enabled("till", "10.1.0.1"), null);
        history.gone(TILL, at(5));
        see(running("other", "10.1.0.1").build(), at(7));

        assertThat(spans())
                .containsExactly(
                        Tuple.tuple("till", "10.1.0.1", null, at(5), true, null, null),
                        Tuple.tuple("other", "10.1.0.1", at(7), null, false, null, null));
    }

    /** As a StatefulSet does it, when the watch missed the end of the first. */
    @Test
    void anotherPodOfTheSameNameIsAnotherPod() {
        see(enabled("till", "10.1.0.1"), null);
        see(
                new PodBuilder(enabled("till", "10.1.0.1"))
                        .editMetadata()
                        .withUid("another")
                        .endMetadata()
                        .build(),
                at(5));

        assertThat(spans())
                .containsExactly(
                        Tuple.tuple("till", "10.1.0.1", null, at(5), true, null, null),
                        Tuple.tuple("till", "10.1.0.1", at(5), null, true, at(5), null));
    }

    @Test
    void aFinishedJobHoldsItsAddressNoLonger() {
        see(enabled("till", "10.1.0.1"), null);
        see(
                new PodBuilder(enabled("till", "10.1.0.1"))
                        .editStatus()
                        .withPhase("Succeeded")
                        .endStatus()
                        .build(),
                at(5));

        assertThat(history.spans()).extracting(PodSpan::to).containsExactly(at(5));
        assertThat(history.enrolled())
                .singleElement()
                .satisfies(pod -> assertThat(pod.leaving()).isTrue());
    }

    @Test
    void aPodGetsItsAddressAndThenItsPlaceInTheMesh() {
        see(running("till", "10.1.0.1").build(), at(1));
        see(enabled("till", "10.1.0.1"), at(2));

        assertThat(spans()).containsExactly(Tuple.tuple("till", "10.1.0.1", at(1), null, true, at(2), null));
    }

    @Test
    void whatLeavesTheMeshAndComesBackIsTwoSpans() {
        see(enabled("till", "10.1.0.1"), null);
        see(running("till", "10.1.0.1").build(), at(3));
        assertThat(spans()).containsExactly(Tuple.tuple("till", "10.1.0.1", null, null, true, null, at(3)));

        see(enabled("till", "10.1.0.1"), at(4));

        assertThat(spans())
                .containsExactly(
                        Tuple.tuple("till", "10.1.0.1", null, at(4), true, null, at(3)),
                        Tuple.tuple("till", "10.1.0.1", at(4), null, true, at(4), null));
    }

    /** As after an API server that was away: an address may have changed its pod long before that is known. */
    @Test
    void aPodThatIsHeardOfLateIsAGap() {
        Instant created = Instant.parse("2026-11-28T01:00:00Z");
        see(enabled("old", "10.1.0.1"), null);
        see(enabled("old", "10.1.0.1"), created.plusSeconds(100));
        see(enabled("till", "10.1.0.2"), created.plusSeconds(9));
        assertThat(history.hasGaps()).isFalse();

        see(enabled("late", "10.1.0.3"), created.plusSeconds(11));

        assertThat(history.hasGaps()).isTrue();
    }

    @Test
    void theProbersOwnPodsAreAddressesAndNothingElse() {
        see(
                labelled(running("canary", "10.1.0.9"), "app.kubernetes.io/name", "prober")
                        .build(),
                at(1));
        history.gone(new PodName("shop", "canary"), at(2));

        assertThat(history.spans()).isEmpty();
        assertThat(history.enrolled()).isEmpty();
        assertThat(history.own()).containsExactly(IpAddress.parse("10.1.0.9"));
    }
}
