package io.ambientprober.cluster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something that the API server must allow.
 *
 * @param resource with its subresource after a slash, and the name of the only object that is meant after a colon
 * @param namespace empty for the whole cluster
 */
record Right(String verb, String group, String resource, String namespace) {
    private static final String DELETE_ALL = "deletecollection";
    private static final List<String> MADE = List.of("create", "list", DELETE_ALL);
    private static final List<String> WATCHED = List.of("create", "get", "list", "watch", DELETE_ALL);

    /** What a run cannot do without. */
    static List<Right> ofRun(ClusterOptions options, boolean policies) {
        List<Right> rights = new ArrayList<>();
        rights.add(new Right("list", "", "nodes", ""));
        rights.add(new Right("list", "", "pods", ""));
        rights.add(new Right("get", "", "namespaces", ""));
        for (String namespace : options.namespaces()) {
            add(rights, WATCHED, Kind.POD, namespace);
            add(rights, List.of("create", "get", "list", DELETE_ALL), Kind.CONFIG_MAP, namespace);
        }
        String control = ClusterOptions.CONTROL_NAMESPACE;
        List.of(control, options.from(), ClusterOptions.PLAIN_NAMESPACE).forEach(place -> addTalk(rights, place));
        for (String servers : List.of(options.to(), ClusterOptions.PLAIN_NAMESPACE)) {
            add(rights, MADE, Kind.SERVICE, servers);
        }
        for (String canaries : options.canaryNamespaces()) {
            if (options.standing()) {
                addOne(rights, Kind.SERVICE_ACCOUNT, canaries);
                addOne(rights, Kind.SECRET, control);
                add(rights, List.of("create", "get", "list"), Kind.DAEMON_SET, canaries);
                rights.add(new Right("patch", "", "pods", canaries));
                addTalk(rights, canaries);
            } else {
                add(rights, MADE, Kind.SERVICE_ACCOUNT, canaries);
            }
        }
        if (policies) {
            add(rights, MADE, Kind.AUTHORIZATION_POLICY, options.to());
        }
        return rights.stream().distinct().toList();
    }

    /** Where these allow to delete all objects of a kind that a selector chooses. */
    static Map<Kind, Set<String>> deletions(List<Right> rights) {
        Map<Kind, Set<String>> places = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            places.put(
                    kind,
                    rights.stream()
                            .filter(right -> right.verb().equals(DELETE_ALL)
                                    && right.group().equals(kind.group())
                                    && right.resource().equals(kind.plural()))
                            .map(Right::namespace)
                            .collect(Collectors.toSet()));
        }
        return places;
    }

    private static void add(List<Right> rights, List<String> verbs, Kind kind, String namespace) {
        verbs.forEach(verb -> rights.add(new Right(verb, kind.group(), kind.plural(), namespace)));
    }

    /** With a pod: who it is, from its log, and the way to its loopback. */
    private static void addTalk(List<Right> rights, String namespace) {
        rights.add(new Right("get", "", "pods/log", namespace));
        // A WebSocket upgrade is a GET, and newer API servers ask for the right to create besides.
        rights.add(new Right("get", "", "pods/portforward", namespace));
        rights.add(new Right("create", "", "pods/portforward", namespace));
    }

    /** The object of the standing canaries; a right to create cannot be bound to a name. */
    private static void addOne(List<Right> rights, Kind kind, String namespace) {
        rights.add(new Right("create", kind.group(), kind.plural(), namespace));
        rights.add(new Right("get", kind.group(), kind.plural() + ":" + StandingObjects.NAME, namespace));
    }

    @Override
    public String toString() {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return verb + " " + what + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
}
