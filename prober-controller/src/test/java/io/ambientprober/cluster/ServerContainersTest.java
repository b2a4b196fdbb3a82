package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerContainersTest {
    private static final List<ServerPlace> SERVERS = List.of(new ServerPlace(
            new ServerOrder("server-0", "node-1", Zone.MESH),
            new Server("ns", "pod", "node-1", List.of(), 8080, true),
            null,
            null));

    private @Nullable Pod pod = running("containerd://1");
    private final ServerContainers containers = ServerContainers.of(SERVERS, place -> state());

    @Test
    void aServerThatRunsOnIsNotLost() {
        assertThat(containers.lost(SERVERS)).isEmpty();
    }

    @Test
    void aServerIsLostWhenItsPodIsGone() {
        pod = null;

        assertThat(containers.lost(SERVERS)).containsExactly("server-0");
    }

    @Test
    void aServerIsLostWhenItsPodIsBeingDeleted() {
        pod = new PodBuilder(running("containerd://1"))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();

        assertThat(containers.lost(SERVERS)).containsExactly("server-0");
    }

    @Test
    void aServerIsLostWhenItsContainerEnded() {
        pod = pod(
                "containerd://1",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(137)
                        .endTerminated());

        assertThat(containers.lost(SERVERS)).containsExactly("server-0");
    }

    @Test
    void aServerIsLostWhenItWasStartedAgain() {
        pod = running("containerd://2");

        assertThat(containers.lost(SERVERS)).containsExactly("server-0");
    }

    @Test
    void aServerThatNeverRanIsNotLost() {
        pod = pod("", new ContainerStateBuilder().withNewWaiting("", "ContainerCreating"));
        ServerContainers heldBack = ServerContainers.of(SERVERS, place -> state());

        assertThat(heldBack.lost(SERVERS)).isEmpty();
    }

    private @Nullable PodState state() {
        return pod == null ? null : PodState.of(pod);
    }

    private static Pod running(String id) {
        return pod(id, new ContainerStateBuilder().withNewRunning("2026-01-01T00:00:00Z"));
    }

    private static Pod pod(String id, ContainerStateBuilder state) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .withNamespace("ns")
                .endMetadata()
                .withNewStatus()
                .addNewContainerStatus()
                .withContainerID(id)
                .withState(state.build())
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
