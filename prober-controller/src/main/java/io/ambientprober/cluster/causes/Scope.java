package io.ambientprober.cluster.causes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a survey is about.
 *
 * @param nodes that are probed
 * @param places where canaries run that should be in the mesh; not the control's
 * @param rootNamespace Istio's, whose policies are for the whole mesh; empty where it is not known
 */
public record Scope(List<String> nodes, List<Place> places, Optional<String> rootNamespace) {
    public Scope {
        nodes = List.copyOf(nodes);
        places = List.copyOf(places);
    }

    /** What canaries do. The kubelet asks servers whether they are ready. */
    public enum Role {
        SERVER,
        CLIENT
    }

    /**
     * Pods of one kind in one namespace.
     *
     * @param role what they do there
     * @param podLabels of every such pod
     * @param port that they serve
     * @param serviceAccount of every such pod
     */
    public record Place(String namespace, Role role, Map<String, String> podLabels, int port, String serviceAccount) {
        public Place {
            podLabels = Map.copyOf(podLabels);
        }
    }

    List<String> namespaces() {
        return places.stream().map(Place::namespace).distinct().toList();
    }
}
