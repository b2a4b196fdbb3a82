package io.ambientprober.cluster;

import io.ambientprober.canary.RunKey;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What runs, or standing canaries, left in a cluster. */
public final class Cleanup {
    private final Cluster cluster;
    private final String selector;
    private final Set<String> known;

    private Cleanup(Cluster cluster, String selector, List<String> namespaces) {
        this.cluster = cluster;
        this.selector = selector;
        known = new TreeSet<>(namespaces);
        known.addAll(List.of(
                ClusterOptions.CONTROL_NAMESPACE, ClusterOptions.MESH_NAMESPACE, ClusterOptions.PLAIN_NAMESPACE));
    }

    /** @param run its public id, or its key */
    public static Cleanup ofRun(Cluster cluster, String run, List<String> namespaces) {
        RunScope scope = RunKey.isPublicId(run) ? new RunScope(run) : RunScope.ofKey(run);
        return new Cleanup(cluster, scope.selector(), namespaces);
    }

    /** Of every run, also of those that still go on. */
    public static Cleanup ofRuns(Cluster cluster, List<String> namespaces) {
        return new Cleanup(cluster, Labels.RUN, namespaces);
    }

    public static Cleanup standing(Cluster cluster, List<String> namespaces) {
        return new Cleanup(cluster, Labels.STANDING + "=true," + Labels.NAME + "=" + Labels.PROBER, namespaces);
    }

    /** Takes everything away; gives the names of the objects that were there, with kind and namespace. */
    public List<String> takeAway(Duration timeout) throws SiteException {
        Map<Kind, Set<String>> places = new EnumMap<>(Kind.class);
        List<String> found = find(places);
        new TakeAway(cluster, places, known, selector).call(timeout);
        return found;
    }

    private List<String> find(Map<Kind, Set<String>> places) throws SiteException {
        List<String> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (GenericKubernetesResource object : everywhere(kind)) {
                String namespace = object.getMetadata().getNamespace();
                known.add(namespace);
                places.computeIfAbsent(kind, _ -> new TreeSet<>()).add(namespace);
                found.add(kind.kind() + " " + namespace + "/"
                        + object.getMetadata().getName());
            }
        }
        return found;
    }

    /** Without the right to look everywhere, the namespaces that are known. */
    private List<GenericKubernetesResource> everywhere(Kind kind) throws SiteException {
        try {
            return cluster.list(kind, kind.path(), selector).getItems();
        } catch (SiteException e) {
            List<GenericKubernetesResource> found = new ArrayList<>();
            for (String namespace : known) {
                found.addAll(cluster.list(kind, kind.path(namespace), selector).getItems());
            }
            return found;
        }
    }
}
