package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.enrolled.DataplaneMode;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which mesh a place is in by its labels. */
final class Enrolment {
    private Enrolment() {}

    static List<Hit> missing(ClusterFacts facts) {
        return facts.scope().namespaces().stream()
                .filter(namespace -> labels(facts, namespace).isPresent())
                .filter(namespace -> facts.scope().places().stream()
                        .filter(place -> place.namespace().equals(namespace))
                        .noneMatch(place -> inAmbient(facts, place) || CiliumZtunnel.claims(facts, namespace)))
                .map(namespace -> Hit.inNamespaces(
                        "namespace " + namespace + " has no label " + DataplaneMode.LABEL
                                + "=ambient, and neither have its canaries",
                        List.of(namespace)))
                .toList();
    }

    static boolean inAmbient(ClusterFacts facts, Place place) {
        return DataplaneMode.isAmbient(
                place.podLabels(), labels(facts, place.namespace()).orElse(Map.of()));
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
