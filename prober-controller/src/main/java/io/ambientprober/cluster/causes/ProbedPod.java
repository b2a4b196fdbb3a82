package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pod as policies of the network see it.
 *
 * @param cluster its name, as Cilium has it
 */
record ProbedPod(
        String namespace,
        Map<String, String> podLabels,
        Map<String, String> namespaceLabels,
        String serviceAccount,
        String cluster)
        implements Peer {
    /** Set by the API server on every namespace since Kubernetes 1.22. */
    private static final String NAME = "kubernetes.io/metadata.name";

    static List<ProbedPod> of(ClusterFacts facts) {
        return facts.scope().places().stream()
                .map(place -> of(facts, place))
                .distinct()
                .toList();
    }

    static ProbedPod of(ClusterFacts facts, Place place) {
        Map<String, String> labels =
                new HashMap<>(Enrolment.labels(facts, place.namespace()).orElse(Map.of()));
        labels.put(NAME, place.namespace());
        return new ProbedPod(
                place.namespace(),
                place.podLabels(),
                labels,
                place.serviceAccount(),
                CiliumConfig.of(facts).clusterName());
    }
}
