package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;

/** Of the probed nodes. */
final class Kernels {
    private Kernels() {}

    /** Nodes whose kernel is known to be older. */
    static List<String> before(ClusterFacts facts, Release release) {
        return ClusterFacts.listed(facts.nodes()).stream()
                .filter(node ->
                        facts.scope().nodes().contains(node.getMetadata().getName()))
                .filter(node ->
                        kernel(node).filter(own -> own.isBefore(release)).isPresent())
                .map(node -> node.getMetadata().getName())
                .toList();
    }

    private static Optional<Release> kernel(Node node) {
        return node.getStatus() == null || node.getStatus().getNodeInfo() == null
                ? Optional.empty()
                : Optional.ofNullable(node.getStatus().getNodeInfo().getKernelVersion())
                        .flatMap(Release::parsed);
    }
}
