package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether plaintext is accepted where the canaries are served. As istiod merges them for ztunnel (pilot, ambient/authorization.go): the
 * oldest of each scope counts; workload before namespace before mesh; UNSET inherits; anything but STRICT accepts plaintext. Ports as
 * istiod translates them (same file, convertedSelectorPeerAuthentications).
 */
final class PeerAuthentications {
    private static final Effective DEFAULT = new Effective("PERMISSIVE", "Istio's default");

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
            Optional<Effective> effective = policies.effective(place);
            if (effective.filter(mode -> mode.isStrict() == strict).isPresent()) {
                List<String> alike = namespaces.computeIfAbsent(effective.get(), mode -> new ArrayList<>());
                if (!alike.contains(place.namespace())) {
                    alike.add(place.namespace());
                }
            }
        }
        return namespaces.entrySet().stream()
                .map(entry -> Hit.inNamespaces(
                        entry.getKey().by() + " sets " + entry.getKey().mode() + " for "
                                + String.join(", ", entry.getValue()) + ": plaintext is "
                                + (strict ? "refused" : "accepted"),
                        entry.getValue()))
                .toList();
    }

    /** Empty where it hangs on a root namespace that is not known. */
    private Optional<Effective> effective(Place place) throws MalformedException {
        Optional<String> root = facts.scope().rootNamespace();
        boolean inRoot = root.filter(place.namespace()::equals).isPresent();
        Optional<GenericKubernetesResource> mesh = root.isEmpty() ? Optional.empty() : oldest(root.get(), null);
        Optional<GenericKubernetesResource> namespace = inRoot ? Optional.empty() : oldest(place.namespace(), null);
        Optional<GenericKubernetesResource> workload =
                inRoot ? Optional.empty() : oldest(place.namespace(), place.podLabels());
        Optional<Effective> ofMesh = mode(mesh).or(() -> root.map(_ -> DEFAULT));
        Optional<Effective> ofNamespace = mode(namespace);
        Optional<Effective> inherited = ofNamespace.or(() -> ofMesh);
        if (inherited.isEmpty() || workload.isEmpty()) {
            return inherited;
        }
        boolean pastUnsetNamespace = namespace.isPresent() && ofNamespace.isEmpty();
        return Optional.of(effective(workload.get(), place.port(), inherited.get(), pastUnsetNamespace));
    }

    /** A mode of its own covers all ports but those it names; without one, what its ports do depends on what it inherits. */
    private static Effective effective(
            GenericKubernetesResource workload, int port, Effective inherited, boolean pastUnsetNamespace)
            throws MalformedException {
        Tree ports = Tree.of(workload).at("spec").at("portLevelMtls");
        Optional<String> own = known(Tree.of(workload).at("spec").at("mtls").at("mode"));
        Optional<String> ofPort = known(ports.at(Integer.toString(port)).at("mode"));
        String name = Tree.name(workload);
        if (own.isPresent()) {
            return new Effective(ofPort.orElse(own.get()), name);
        }
        if (!inherited.isStrict()) {
            return ofPort.map(mode -> new Effective(mode, name)).orElse(inherited);
        }
        if (!anyPermissive(ports)) {
            return inherited;
        }
        return pastUnsetNamespace
                ? new Effective("PERMISSIVE", name)
                : ofPort.map(mode -> new Effective(mode, name)).orElse(inherited);
    }

    /** Under an inherited STRICT istiod makes an exception only where it finds one of these; DISABLE alone is none. */
    private static boolean anyPermissive(Tree ports) throws MalformedException {
        for (Object port : ports.fields().keySet()) {
            if (known(ports.at(String.valueOf(port)).at("mode")).equals(Optional.of("PERMISSIVE"))) {
                return true;
            }
        }
        return false;
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

    private static Optional<Effective> mode(Optional<GenericKubernetesResource> policy) throws MalformedException {
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        return known(Tree.of(policy.get()).at("spec").at("mtls").at("mode"))
                .map(mode -> new Effective(mode, Tree.name(policy.get())));
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
