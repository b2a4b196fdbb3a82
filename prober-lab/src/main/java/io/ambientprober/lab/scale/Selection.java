package io.ambientprober.lab.scale;

import java.util.HashMap;
import java.util.Map;

/**
 * Which objects of a resource are meant.
 *
 * @param namespace empty for any
 * @param name empty for any
 * @param labels that they must have
 */
record Selection(String namespace, String name, Map<String, String> labels) {
    private static final char BORDER = '/';
    private static final String NAME = "metadata.name=";

    Selection {
        labels = Map.copyOf(labels);
    }

    static Selection everythingIn(String namespace) {
        return new Selection(namespace, "", Map.of());
    }

    /**
     * As in a query.
     *
     * @param selector of labels that must have a value
     * @param field selector of a name; empty for any
     */
    static Selection of(String namespace, String selector, String field) {
        Map<String, String> labels = new HashMap<>();
        for (String term : selector.split(",", -1)) {
            int equals = term.indexOf('=');
            if (equals > 0) {
                labels.put(term.substring(0, equals), term.substring(equals + 1).replaceFirst("^=", ""));
            }
        }
        return new Selection(namespace, field.startsWith(NAME) ? field.substring(NAME.length()) : "", labels);
    }

    static String key(String namespace, String name) {
        return namespace + BORDER + name;
    }

    String first() {
        return namespace.isEmpty() ? "" : key(namespace, "");
    }

    boolean reaches(String key) {
        return namespace.isEmpty() || key.startsWith(first());
    }

    boolean takes(String key, Map<String, String> ofObject) {
        return reaches(key)
                && (name.isEmpty() || key.endsWith(BORDER + name))
                && ofObject.entrySet().containsAll(labels.entrySet());
    }
}
