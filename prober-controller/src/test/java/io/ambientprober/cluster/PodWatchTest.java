package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PodWatchTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final PodName NAME = new PodName("ns", "pod");

    private final SimulatedApi api = new SimulatedApi();

    @AfterEach
    void close() {
        api.close();
    }

    private PodWatch open() throws SiteException {
        return PodWatch.open(api.cluster(), List.of("ns"), "chosen=yes");
    }

    @Test
    void seesThePodsThatWereThereBeforeItWithTheirState() throws SiteException {
        create();

        try (PodWatch watch = open()) {
            assertThat(ready(watch)).isNotNull().extracting(PodState::node).isEqualTo("a");
        }
    }

    @Test
    void seesWhatChanges() throws SiteException {
        try (PodWatch watch = open()) {
            create();
            ready(watch);
            evict();

            assertThat(ended(watch))
                    .isNotNull()
                    .extracting(PodState::endedBecause)
                    .isEqualTo("Evicted");
        }
    }

    @Test
    void saysThatAPodWasDeleted() throws SiteException {
        create();
        try (PodWatch watch = open()) {
            ready(watch);
            api.client().pods().inNamespace("ns").withName("pod").delete();

            assertThatThrownBy(() -> watch.await(NAME, pod -> null, TIME))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("pod ns/pod was deleted by somebody else; run again");
        }
    }

    private static @Nullable PodState ready(PodWatch watch) throws SiteException {
        return watch.await(NAME, pod -> pod.ready() ? pod : null, TIME);
    }

    private static @Nullable PodState ended(PodWatch watch) throws SiteException {
        return watch.await(NAME, pod -> pod.ended() ? pod : null, TIME);
    }

    private void evict() {
        api.client()
                .pods()
                .inNamespace("ns")
                .withName("pod")
                .edit(pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .endStatus()
                        .build());
    }

    private void create() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("pod")
                .addToLabels("chosen", "yes")
                .endMetadata()
                .withNewSpec()
                .withNodeName("a")
                .endSpec()
                .build();
        api.client().resource(pod).create();
    }
}
