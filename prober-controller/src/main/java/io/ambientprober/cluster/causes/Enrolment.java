package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which mesh a place is in by its labels. */
final class Enrolment {
    private static final String DATAPLANE = "istio.io/dataplane-mode";

    private Enrolment() {}

    static List<Hit> missing(ClusterFacts facts) {
        return facts.scope().namespaces().stream()
                .filter(namespace -> labels(facts, namespace).isPresent())
                .filter(namespace -> facts.scope().places().stream()
                        .filter(place -> place.namespace().equals(namespace))
                        .noneMatch(place -> inAmbient(facts, place) || CiliumZtunnel.claims(facts, namespace)))
                .map(namespace -> Hit.inNamespaces(
                        "namespace " + namespace + " has no label " + DATAPLANE
                                + "=ambient, and neither have its canaries",
                        List.of(namespace)))
                .toList();
    }

    /** The pod's label wins over its namespace's (istio/istio, cni/pkg/util). */
    static boolean inAmbient(ClusterFacts facts, Place place) {
        String ofPod = place.podLabels().get(DATAPLANE);
        String mode = ofPod != null
                ? ofPod
                : labels(facts, place.namespace()).orElse(Map.of()).get(DATAPLANE);
        return "ambient".equals(mode);
    }

    /** Labels of a namespace of the scope; empty when it was not read. */
    static Optional<Map<String, String>> labels(ClusterFacts facts, String name) {
        return ClusterFacts.listed(facts.namespaces()).stream()
                .filter(namespace -> namespace.getMetadata().getName().equals(name))
                .findFirst()
                .map(Enrolment::labels);
    }

    private static Map<String, String> labels(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
