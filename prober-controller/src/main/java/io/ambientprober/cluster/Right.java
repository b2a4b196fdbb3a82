package io.ambientprober.cluster;

import java.util.Optional;

/**
 * Something that the API server must allow.
 *
 * @param resource with its subresource after a slash, and the name of the only object that is meant after a colon
 * @param namespace empty for the whole cluster
 */
record Right(String verb, String group, String resource, String namespace) {
    /** Without the name of an object. */
    String kind() {
        return resource.split(":", 2)[0];
    }

    /** The name of the only object that is meant; none for all. */
    Optional<String> object() {
        String[] named = resource.split(":", 2);
        return named.length > 1 ? Optional.of(named[1]) : Optional.empty();
    }

    /** The same in every namespace. */
    Right everywhere() {
        return new Right(verb, group, resource, "");
    }

    @Override
    public String toString() {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return verb + " " + what + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
}
