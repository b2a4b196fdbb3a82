package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether plaintext is accepted where the canaries are served. As istiod merges them for ztunnel (pilot, ambient/authorization.go): the
 * oldest of each scope counts; workload before namespace before mesh; UNSET inherits; anything but STRICT accepts plaintext.
 */
final class PeerAuthentications {
    private final ClusterFacts facts;
    private final List<GenericKubernetesResource> oldestFirst;

    private PeerAuthentications(ClusterFacts facts) {
        this.facts = facts;
        this.oldestFirst = ClusterFacts.listed(facts.peerAuthentications()).stream()
                .sorted(Comparator.comparing(p -> String.valueOf(p.getMetadata().getCreationTimestamp())))
                .toList();
    }

    /** A mode, and what set it. */
    private record Effective(String mode, String by) {
        boolean isStrict() {
            return mode.equals("STRICT");
        }
    }

    static List<Hit> strict(ClusterFacts facts) throws MalformedException {
        return hits(facts, true);
    }

    static List<Hit> permissive(ClusterFacts facts) throws MalformedException {
        return hits(facts, false);
    }

    private static List<Hit> hits(ClusterFacts facts, boolean strict) throws MalformedException {
        if (facts.peerAuthentications().ifPresent().isEmpty()) {
            return List.of();
        }
        PeerAuthentications policies = new PeerAuthentications(facts);
        Map<Effective, List<String>> namespaces = new LinkedHashMap<>();
        for (Place place : facts.scope().places()) {
            Effective effective = policies.effective(place);
            List<String> alike = namespaces.computeIfAbsent(effective, mode -> new ArrayList<>());
            if (effective.isStrict() == strict && !alike.contains(place.namespace())) {
                alike.add(place.namespace());
            }
        }
        return namespaces.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> Hit.inNamespaces(
                        entry.getKey().by() + " sets " + entry.getKey().mode() + " for "
                                + String.join(", ", entry.getValue()) + ": plaintext is "
                                + (strict ? "refused" : "accepted"),
                        entry.getValue()))
                .toList();
    }

    private Effective effective(Place place) throws MalformedException {
        Effective effective = new Effective("PERMISSIVE", "Istio's default");
        for (Optional<GenericKubernetesResource> policy : List.of(
                oldest(facts.scope().meshNamespace(), null),
                oldest(place.namespace(), null),
                oldest(place.namespace(), place.podLabels()))) {
            if (policy.isPresent()) {
                effective = mode(policy.get(), place).orElse(effective);
            }
        }
        return effective;
    }

    /** The oldest policy of a namespace that selects these labels, or for null the oldest without a selector. */
    private Optional<GenericKubernetesResource> oldest(String namespace, @Nullable Map<String, String> labels)
            throws MalformedException {
        for (GenericKubernetesResource policy : oldestFirst) {
            if (namespace.equals(policy.getMetadata().getNamespace())) {
                Selector selector = Selector.of(Tree.of(policy).at("spec").at("selector"));
                boolean isFor = labels == null
                        ? selector.labels().isEmpty()
                        : !selector.labels().isEmpty() && selector.matches(labels);
                if (isFor) {
                    return Optional.of(policy);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Effective> mode(GenericKubernetesResource policy, Place place) throws MalformedException {
        Tree spec = Tree.of(policy).at("spec");
        // Port-level modes count with a selector only (API reference of PeerAuthentication).
        Tree ofPort = spec.at("selector").isMissing()
                ? new Tree("", "", null)
                : spec.at("portLevelMtls").at(Integer.toString(place.port())).at("mode");
        return Stream.of(known(ofPort), known(spec.at("mtls").at("mode")))
                .flatMap(Optional::stream)
                .map(mode -> new Effective(mode, Tree.name(policy)))
                .findFirst();
    }

    private static Optional<String> known(Tree field) throws MalformedException {
        String mode = field.text();
        return switch (mode) {
            case null -> Optional.empty();
            case "UNSET" -> Optional.empty();
            case "STRICT", "PERMISSIVE", "DISABLE" -> Optional.of(mode);
            default -> throw field.isNot("UNSET, DISABLE, PERMISSIVE or STRICT");
        };
    }
}
