package io.ambientprober.cluster.causes;

import java.util.List;

/**
 * A row that applies.
 *
 * @param summary what was read, in words
 * @param nodes that it is about; empty when about all
 * @param namespaces that it is about; empty when about all
 */
record Hit(String summary, List<String> nodes, List<String> namespaces) {
    static Hit everywhere(String summary) {
        return new Hit(summary, List.of(), List.of());
    }

    static Hit onNodes(String summary, List<String> nodes) {
        return new Hit(summary, nodes, List.of());
    }

    static Hit inNamespaces(String summary, List<String> namespaces) {
        return new Hit(summary, List.of(), namespaces);
    }
}
