package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cilium's own ztunnel mode (Cilium 1.19 on): another control plane for the same proxy, by namespace. */
final class CiliumZtunnel {
    private CiliumZtunnel() {}

    static List<Hit> conflicts(ClusterFacts facts) {
        List<Hit> hits = new ArrayList<>();
        List<String> claimed = facts.scope().namespaces().stream()
                .filter(namespace -> claims(facts, namespace))
                .toList();
        for (String namespace : claimed) {
            if (facts.scope().places().stream()
                    .anyMatch(place -> place.namespace().equals(namespace) && Enrolment.inAmbient(facts, place))) {
                hits.add(Hit.inNamespaces(
                        "namespace " + namespace
                                + " is enrolled in Cilium's ztunnel mode and in Istio's ambient mesh: both redirect its pods",
                        List.of(namespace)));
            }
        }
        if (!claimed.isEmpty()) {
            DaemonSetPods.lacking(facts, facts.ciliumZtunnel(), "ztunnel-cilium").stream()
                    .map(hit -> new Hit(hit.summary(), hit.remedy(), hit.nodes(), claimed))
                    .forEach(hits::add);
        }
        return hits;
    }

    static boolean claims(ClusterFacts facts, String namespace) {
        Optional<Map<String, String>> labels = Enrolment.labels(facts, namespace);
        return labels.filter(ZtunnelMesh.CILIUM::takes).isPresent();
    }

    /** Whether every canary is in Cilium's mesh, so that Istio's agents are not missed. */
    static boolean ownsAll(ClusterFacts facts) {
        return facts.scope().places().stream()
                .allMatch(place -> claims(facts, place.namespace()) && !Enrolment.inAmbient(facts, place));
    }
}
