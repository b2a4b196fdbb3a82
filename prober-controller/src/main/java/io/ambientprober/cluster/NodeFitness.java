package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a node cannot run an agent and canaries. */
final class NodeFitness {
    /** Of the image (scripts/image), as Kubernetes names them. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");

    /** What is not a machine, by a label that its own software writes: it runs no pod on a node's network, and has no wire to listen to. */
    private static final List<Imitation> IMITATIONS = List.of(
            // virtual-kubelet, node/nodeutil: every provider's nodes carry it; AKS's virtual nodes too
            new Imitation("type", "virtual-kubelet", "a virtual kubelet"),
            // docs.aws.amazon.com, EKS: Fargate pods have nodes of their own
            new Imitation("eks.amazonaws.com/compute-type", "fargate", "a Fargate node"));

    private record Imitation(String label, String value, String what) {
        boolean is(Map<String, String> labels) {
            return value.equals(labels.get(label));
        }
    }

    private final List<Toleration> tolerations;
    private final Map<String, String> selector;

    /**
     * @param tolerations that pods have
     * @param selector of nodes that pods have
     */
    NodeFitness(List<Toleration> tolerations, Map<String, String> selector) {
        this.tolerations = tolerations;
        this.selector = selector;
    }

    /** The first reason that no option of the run changes, else the first that one does; empty for a node that is fit. */
    Optional<String> trouble(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        NodeSystemInfo info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
        return system(info, labels)
                .or(() -> imitation(labels))
                .or(() -> architecture(info, labels))
                .or(() -> readiness(node))
                .or(() -> cordon(node))
                .or(() -> taint(node))
                .or(() -> selection(labels));
    }

    private static Optional<String> system(@Nullable NodeSystemInfo info, Map<String, String> labels) {
        String system = known(info == null ? null : info.getOperatingSystem(), labels.get(Labels.SYSTEM));
        return system.isEmpty() || system.equals(Labels.LINUX) ? Optional.empty() : Optional.of("it runs " + system);
    }

    private static Optional<String> imitation(Map<String, String> labels) {
        return IMITATIONS.stream()
                .filter(imitation -> imitation.is(labels))
                .findFirst()
                .map(imitation ->
                        "it is " + imitation.what() + " (label " + imitation.label() + "=" + imitation.value() + ")");
    }

    private static Optional<String> architecture(@Nullable NodeSystemInfo info, Map<String, String> labels) {
        String architecture = known(info == null ? null : info.getArchitecture(), labels.get("kubernetes.io/arch"));
        return architecture.isEmpty() || ARCHITECTURES.contains(architecture)
                ? Optional.empty()
                : Optional.of("the image is not built for " + architecture);
    }

    /** What the kubelet says, else what the label says; empty for neither. */
    private static String known(@Nullable String ofKubelet, @Nullable String ofLabel) {
        return ofKubelet == null || ofKubelet.isEmpty() ? Objects.requireNonNullElse(ofLabel, "") : ofKubelet;
    }

    private static Optional<String> readiness(Node node) {
        boolean ready = node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        return ready ? Optional.empty() : Optional.of("it is not ready");
    }

    /** Also where a toleration would let pods in: somebody is about to take the node away. */
    private static Optional<String> cordon(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                ? Optional.of("it is cordoned (kubectl uncordon)")
                : Optional.empty();
    }

    private Optional<String> taint(Node node) {
        return node.getSpec().getTaints().stream()
                .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                .filter(taint -> tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .findFirst()
                .map(taint -> "it has the taint " + taint.getKey() + ":" + taint.getEffect() + " (see --tolerations)");
    }

    private Optional<String> selection(Map<String, String> labels) {
        return selector.entrySet().stream()
                .filter(wanted -> !wanted.getValue().equals(labels.get(wanted.getKey())))
                .findFirst()
                .map(wanted -> "it has no label " + wanted.getKey() + "=" + wanted.getValue()
                        + " (nodeSelector of pod-template)");
    }

    /** As the scheduler has it (k8s.io/api/core/v1, Toleration.ToleratesTaint). */
    static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect =
                isEmpty(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect());
        boolean key = isEmpty(toleration.getKey()) || toleration.getKey().equals(taint.getKey());
        boolean value = "Exists".equals(toleration.getOperator())
                || Objects.requireNonNullElse(toleration.getValue(), "")
                        .equals(Objects.requireNonNullElse(taint.getValue(), ""));
        return effect && key && value;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
