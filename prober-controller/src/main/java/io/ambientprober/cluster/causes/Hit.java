package io.ambientprober.cluster.causes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row that applies.
 *
 * @param summary what was read, in words
 * @param remedy where it is another than the row's
 * @param nodes that it is about; empty when about all
 * @param namespaces that it is about; empty when about all
 */
record Hit(String summary, Optional<String> remedy, List<String> nodes, List<String> namespaces) {
    private static final int MAX_NAMED = 5;

    /** Nodes or namespaces in words: not all of many. */
    static String named(List<String> names) {
        String named = names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMED ? named + " and " + (names.size() - MAX_NAMED) + " more" : named;
    }

    static Hit everywhere(String summary) {
        return new Hit(summary, Optional.empty(), List.of(), List.of());
    }

    static Hit onNodes(String summary, List<String> nodes) {
        return new Hit(summary, Optional.empty(), nodes, List.of());
    }

    static Hit inNamespaces(String summary, List<String> namespaces) {
        return new Hit(summary, Optional.empty(), List.of(), namespaces);
    }

    Hit remediedBy(String other) {
        return new Hit(summary, Optional.of(other), nodes, namespaces);
    }
}
