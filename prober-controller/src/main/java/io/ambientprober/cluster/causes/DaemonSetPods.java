package io.ambientprober.cluster.causes;

import static java.util.function.Predicate.not;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to run on every node: a DaemonSet's pod that is missing or not ready. */
final class DaemonSetPods {
    private DaemonSetPods() {}

    static List<Hit> istioCni(ClusterFacts facts) {
        return CiliumZtunnel.ownsAll(facts) ? List.of() : lacking(facts, facts.istioCni(), "istio-cni-node");
    }

    static List<Hit> ztunnel(ClusterFacts facts) {
        return CiliumZtunnel.ownsAll(facts) ? List.of() : lacking(facts, facts.ztunnel(), "ztunnel");
    }

    static List<Hit> lacking(ClusterFacts facts, Fact<List<Pod>> read, String name) {
        Optional<List<Pod>> pods = read.ifPresent();
        if (pods.isEmpty()) {
            return List.of();
        }
        Set<String> there = nodes(pods.get().stream().toList());
        Set<String> ready =
                nodes(pods.get().stream().filter(DaemonSetPods::isReady).toList());
        List<Hit> hits = new ArrayList<>();
        say(hits, facts.scope().nodes().stream().filter(not(there::contains)).toList(), "no " + name + " pod on ");
        say(
                hits,
                facts.scope().nodes().stream()
                        .filter(there::contains)
                        .filter(not(ready::contains))
                        .toList(),
                "the " + name + " pod is not ready on ");
        return hits;
    }

    private static void say(List<Hit> hits, List<String> nodes, String what) {
        if (!nodes.isEmpty()) {
            hits.add(Hit.onNodes(what + Hit.named(nodes), nodes));
        }
    }

    private static Set<String> nodes(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getSpec().getNodeName())
                .filter(node -> node != null)
                .collect(Collectors.toSet());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
