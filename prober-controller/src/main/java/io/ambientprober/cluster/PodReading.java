package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a pod says of its state. */
final class PodReading {
    /** Reasons for which a container waits and will go on waiting (kubelet, pkg/kubelet/images and kuberuntime). */
    private static final Map<String, String> HOPELESS = Map.of(
            "ImagePullBackOff", "load or push the image, or name another with --image",
            "ErrImageNeverPull", "load the image on every node",
            "InvalidImageName", "name another image with --image",
            "CreateContainerConfigError", "see the pod's events",
            "CreateContainerError", "see the pod's events",
            "RunContainerError", "see whether the image is this prober's and of the node's architecture");

    private final Pod pod;
    private final PodStatus status;
    private final List<ContainerStatus> containers;

    PodReading(Pod pod) {
        this.pod = pod;
        status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        containers = Objects.requireNonNullElse(status.getContainerStatuses(), List.of());
    }

    static PodName name(Pod pod) {
        return new PodName(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    PodState state() {
        return new PodState(
                name(pod),
                node(),
                entries(pod.getMetadata().getLabels()).containsKey(Labels.NODE),
                pod.getMetadata().getDeletionTimestamp() != null,
                ready(),
                "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase()),
                entries(pod.getMetadata().getAnnotations()).getOrDefault(Labels.REDIRECTION, ""),
                addresses(),
                runningContainers(),
                endedBecause(),
                hopeless());
    }

    private static Map<String, String> entries(@Nullable Map<String, String> some) {
        return Objects.requireNonNullElse(some, Map.of());
    }

    private String node() {
        return pod.getSpec() == null
                ? ""
                : Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
    }

    private boolean ready() {
        return condition("Ready")
                .map(condition -> "True".equals(condition.getStatus()))
                .orElse(false);
    }

    private Optional<PodCondition> condition(String type) {
        List<PodCondition> conditions = status.getConditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private List<String> addresses() {
        List<PodIP> ips = status.getPodIPs();
        return ips == null
                ? List.of()
                : ips.stream().map(PodIP::getIp).filter(Objects::nonNull).toList();
    }

    private Set<String> runningContainers() {
        return containers.stream()
                .filter(container ->
                        container.getState() != null && container.getState().getRunning() != null)
                .map(ContainerStatus::getContainerID)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private String endedBecause() {
        String reason = status.getReason();
        if (reason != null) {
            return reason + (status.getMessage() == null ? "" : ": " + status.getMessage());
        }
        return containers.stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst()
                .map(PodReading::describe)
                .orElse("no reason given");
    }

    private static String describe(ContainerStateTerminated end) {
        String message = Objects.requireNonNullElse(end.getMessage(), "").strip();
        String last = message.isEmpty() ? "" : ": " + message.substring(message.lastIndexOf('\n') + 1);
        return "exit code " + end.getExitCode() + last;
    }

    private @Nullable String hopeless() {
        Optional<PodCondition> scheduled = condition("PodScheduled");
        if (scheduled.isPresent() && "Unschedulable".equals(scheduled.get().getReason())) {
            return "cannot be scheduled: " + scheduled.get().getMessage()
                    + "; choose other nodes with --nodes, or see --tolerations";
        }
        return containers.stream()
                .flatMap(container -> hopeless(container).stream())
                .findFirst()
                .orElse(null);
    }

    /** Why a container will never start; empty while it may. */
    static Optional<String> hopeless(ContainerStatus container) {
        ContainerState state = container.getState();
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        String advice = waiting == null ? null : HOPELESS.get(Objects.requireNonNullElse(waiting.getReason(), ""));
        return waiting == null || advice == null
                ? Optional.empty()
                : Optional.of("cannot start: " + waiting.getReason() + " (" + container.getImage() + "): "
                        + Objects.requireNonNullElse(waiting.getMessage(), "no message") + "; " + advice);
    }
}
