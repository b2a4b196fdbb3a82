package io.ambientprober.cluster;

import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.SiteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Namespaces of a user's own, in the mesh, that canaries are sent from and to.
 *
 * @param names in the order of the ring
 * @param without those that are left out because a right is missing, and which
 */
record RingNamespaces(List<String> names, SortedMap<String, String> without) {
    static final RingNamespaces NONE = new RingNamespaces(List.of(), new TreeMap<>());

    /** What is said of them has to fit into a line. */
    private static final int NAMED = 10;

    RingNamespaces {
        names = List.copyOf(names);
        without = new TreeMap<>(without);
    }

    /**
     * Of the namespaces whose label puts their pods into the mesh, and that are not the prober's own, those that were chosen.
     *
     * @param patterns of names; none for all
     * @param notes told of what is left out
     * @throws SiteException where none is left: nobody takes silence for an answer
     */
    static RingNamespaces choose(
            Cluster cluster,
            ClusterOptions options,
            CheckRights rights,
            List<NamePattern> patterns,
            Consumer<String> notes)
            throws SiteException {
        MeshNamespaces mesh = MeshNamespaces.read(cluster, options.mesh());
        List<String> there =
                mesh.names().stream().filter(name -> !mesh.own().contains(name)).toList();
        List<String> chosen =
                there.stream().filter(name -> NamePattern.take(patterns, name)).toList();
        if (chosen.isEmpty()) {
            throw new SiteException("--namespaces: no namespace in the mesh is meant; there "
                    + (there.isEmpty()
                            ? "is none with the label "
                                    + options.mesh().namespaceSelectors().getFirst()
                            : "are " + there.stream().limit(NAMED).collect(Collectors.joining(", "))));
        }
        return permitted(options.in(new RingNamespaces(chosen, new TreeMap<>())), rights, notes);
    }

    /** A right for all namespaces is one for each. */
    private static RingNamespaces permitted(ClusterOptions options, CheckRights rights, Consumer<String> notes)
            throws SiteException {
        List<String> chosen = options.ring().names();
        List<Right> needed = Inventory.of(options, false).rights().stream()
                .filter(right -> chosen.contains(right.namespace()))
                .toList();
        List<Right> everywhere =
                rights.missing(needed.stream().map(Right::everywhere).distinct().toList());
        Map<String, List<Right>> missing =
                rights
                        .missing(needed.stream()
                                .filter(right -> everywhere.contains(right.everywhere()))
                                .toList())
                        .stream()
                        .collect(Collectors.groupingBy(Right::namespace, TreeMap::new, Collectors.toList()));
        SortedMap<String, String> without = new TreeMap<>();
        missing.forEach((namespace, lacking) -> without.put(
                namespace,
                "a right is missing: " + lacking.stream().map(Right::toString).collect(Collectors.joining(", "))));
        without.forEach((namespace, why) -> notes.accept("namespace " + namespace + " is left out: " + why
                + "; grant it, see manifests/components/every-namespace"));
        List<String> left = new ArrayList<>(chosen);
        left.removeAll(without.keySet());
        if (left.isEmpty()) {
            throw new SiteException("--namespaces: none is left; of " + without.firstKey() + ": "
                    + without.get(without.firstKey()) + "; see " + ThisRelease.document("rights.md"));
        }
        return new RingNamespaces(left, without);
    }
}
