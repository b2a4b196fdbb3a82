package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
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

/** What a pod's status says. */
record PodState(Pod pod) {
    /** Reasons for which a container waits and will go on waiting (kubelet, pkg/kubelet/images and kuberuntime). */
    private static final Map<String, String> HOPELESS = Map.of(
            "ImagePullBackOff", "load or push the image, or name another with --image",
            "ErrImageNeverPull", "load the image on every node",
            "InvalidImageName", "name another image with --image",
            "CreateContainerConfigError", "see the pod's events",
            "CreateContainerError", "see the pod's events",
            "RunContainerError", "see whether the image is this prober's and of the node's architecture");

    boolean ready() {
        return condition("Ready")
                .map(condition -> "True".equals(condition.getStatus()))
                .orElse(false);
    }

    boolean enrolled() {
        return "enabled".equals(redirection());
    }

    /** istio-cni made the rules and found no ztunnel to hand the pod to: the pod is kept from starting. */
    boolean heldBack() {
        return "pending".equals(redirection());
    }

    private String redirection() {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Labels.REDIRECTION, "");
    }

    List<IpAddress> ips() {
        List<PodIP> ips = status().getPodIPs();
        return ips == null
                ? List.of()
                : ips.stream().map(PodIP::getIp).map(IpAddress::parse).toList();
    }

    boolean ended() {
        return "Succeeded".equals(status().getPhase()) || "Failed".equals(status().getPhase());
    }

    Optional<ContainerStateTerminated> end() {
        return containers().stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Their identifiers, which a restart changes. */
    Set<String> runningContainers() {
        return containers().stream()
                .filter(container ->
                        container.getState() != null && container.getState().getRunning() != null)
                .map(ContainerStatus::getContainerID)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Why an ended pod ended, as far as it is known. */
    String endedBecause() {
        String container = end().map(PodState::describe).orElse("");
        String reason = status().getReason();
        String message = status().getMessage();
        if (reason != null) {
            return reason + (message == null ? "" : ": " + message);
        }
        return container.isEmpty() ? "no reason given" : container;
    }

    private static String describe(ContainerStateTerminated end) {
        String message = Objects.requireNonNullElse(end.getMessage(), "").strip();
        String last = message.isEmpty() ? "" : ": " + message.substring(message.lastIndexOf('\n') + 1);
        return "exit code " + end.getExitCode() + last;
    }

    /** @throws SiteException when this pod will never start */
    void requireHope() throws SiteException {
        Optional<PodCondition> scheduled = condition("PodScheduled");
        if (scheduled.isPresent() && "Unschedulable".equals(scheduled.get().getReason())) {
            throw new SiteException(name() + " cannot be scheduled: "
                    + scheduled.get().getMessage() + "; choose other nodes with --nodes, or see --tolerations");
        }
        for (ContainerStatus container : containers()) {
            ContainerState state = container.getState();
            if (state == null || state.getWaiting() == null) {
                continue;
            }
            String reason = Objects.requireNonNullElse(state.getWaiting().getReason(), "");
            String advice = HOPELESS.get(reason);
            if (advice != null) {
                throw new SiteException(name() + " cannot start: " + reason + " (" + container.getImage() + "): "
                        + Objects.requireNonNullElse(state.getWaiting().getMessage(), "no message") + "; " + advice);
            }
        }
    }

    String name() {
        return "pod " + PodWatch.PodName.of(pod);
    }

    private Optional<PodCondition> condition(String type) {
        List<PodCondition> conditions = status().getConditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private List<ContainerStatus> containers() {
        List<ContainerStatus> containers = status().getContainerStatuses();
        return containers == null ? List.of() : containers;
    }

    private PodStatus status() {
        return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    }
}
