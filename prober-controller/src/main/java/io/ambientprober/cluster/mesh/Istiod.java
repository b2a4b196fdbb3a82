package io.ambientprober.cluster.mesh;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A control plane of Istio's.
 *
 * @param revision empty where it has none
 */
public record Istiod(String namespace, String revision) implements Comparable<Istiod> {
    /** Of every pod of istiod (istio/istio 1.30, manifests/charts/istio-control/istio-discovery). */
    private static final String REVISION = "istio.io/rev";

    /** What that chart calls no revision. */
    private static final String NONE = "default";

    /** Where a ztunnel gets its configuration and its certificates from (manifests/charts/ztunnel). */
    private static final List<String> ADDRESSES = List.of("XDS_ADDRESS", "CA_ADDRESS");

    private static final Pattern SERVICE =
            Pattern.compile("(?:https?://)?istiod(?:-([a-z0-9-]+))?\\.([a-z0-9-]+)\\.svc(?:[.:].*)?");

    public Istiod {
        revision = revision.equals(NONE) ? "" : revision;
    }

    /** The one that a pod of istiod's belongs to. */
    public static Istiod of(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return new Istiod(pod.getMetadata().getNamespace(), labels.getOrDefault(REVISION, ""));
    }

    /** What a pod of ztunnel's is told to follow, as it stands there; empty where the pod does not say. */
    public static Optional<String> followedBy(Pod ztunnel) {
        return ADDRESSES.stream()
                .flatMap(name -> values(ztunnel, name))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Stream<String> values(Pod pod, String name) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getEnv)
                .flatMap(List::stream)
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .filter(Objects::nonNull);
    }

    /** Empty where the address is that of no Service of istiod's in this cluster. */
    private static Optional<Istiod> at(String address) {
        Matcher service = SERVICE.matcher(address);
        return service.matches()
                ? Optional.of(new Istiod(service.group(2), Objects.requireNonNullElse(service.group(1), "")))
                : Optional.empty();
    }

    /**
     * Those whose configuration may be that of the data plane; none where that cannot be told. Anyone who may make pods can put one of their own
     * beside the others here, but never instead of them.
     *
     * @param running those that have pods
     * @param followed addresses as {@link #followedBy} gives them, and an empty one for ztunnels that do not say
     * @param namespace in which alone they are looked for; empty for any
     */
    static SortedSet<Istiod> candidates(Set<Istiod> running, Set<String> followed, Optional<String> namespace) {
        SortedSet<Istiod> all = new TreeSet<>(followed.isEmpty() || followed.contains("") ? running : Set.of());
        boolean known = true;
        for (String address : followed) {
            Optional<Istiod> istiod = at(address);
            istiod.ifPresent(one -> all.addAll(one.among(running)));
            known &= istiod.isPresent() || address.isEmpty();
        }
        if (namespace.isPresent()) {
            return in(namespace.get(), all, running);
        }
        return known ? all : new TreeSet<>();
    }

    private static SortedSet<Istiod> in(String namespace, Set<Istiod> candidates, Set<Istiod> running) {
        SortedSet<Istiod> there = candidates.stream()
                .filter(istiod -> istiod.namespace().equals(namespace))
                .collect(Collectors.toCollection(TreeSet::new));
        return there.isEmpty() ? new Istiod(namespace, "").among(running) : there;
    }

    /** This one, or where only others run in its namespace, those: a Service may be that of a tag, or of the default revision. */
    private SortedSet<Istiod> among(Set<Istiod> running) {
        SortedSet<Istiod> found = new TreeSet<>(Set.of(this));
        if (!running.contains(this)) {
            Set<Istiod> neighbours = running.stream()
                    .filter(istiod -> istiod.namespace().equals(namespace))
                    .collect(Collectors.toSet());
            if (!neighbours.isEmpty()) {
                return new TreeSet<>(neighbours);
            }
        }
        return found;
    }

    /** Where its settings are (the same chart, templates/configmap.yaml). */
    String configMap() {
        return revision.isEmpty() ? "istio" : "istio-" + revision;
    }

    @Override
    public int compareTo(Istiod other) {
        return toString().compareTo(other.toString());
    }

    /** Its settings, as they are named in words. */
    @Override
    public String toString() {
        return namespace + "/" + configMap();
    }
}
