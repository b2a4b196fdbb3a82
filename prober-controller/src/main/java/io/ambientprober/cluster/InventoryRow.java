package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A kind of thing that runs make.
 *
 * @param component that its objects are labelled with
 * @param namespaces that hold some
 * @param commanded whether its pods are told what to do, over a port-forward
 * @param built its objects, each as late as it is asked for: thousands of them are too much to hold
 */
record InventoryRow(
        String component,
        Kind kind,
        List<String> namespaces,
        Life life,
        boolean commanded,
        Function<Blueprint, Stream<Supplier<HasMetadata>>> built) {
    static final String DELETE_ALL = "deletecollection";

    /** How long what a row makes lives. */
    enum Life {
        /** As long as its run. */
        RUN,
        /** Until somebody removes it; a run makes what is missing. */
        STANDING
    }

    InventoryRow {
        namespaces = namespaces.stream().distinct().toList();
    }

    /** How one of them is built. */
    interface Build<K> {
        HasMetadata object(Blueprint run, K each);
    }

    /** Pods that a run talks to. */
    static <K> InventoryRow commanded(
            String component, List<String> namespaces, Function<Blueprint, Stream<K>> each, Build<K> build) {
        return new InventoryRow(component, Kind.POD, namespaces, Life.RUN, true, built(each, build));
    }

    /** What a run makes and removes. */
    static <K> InventoryRow ofRun(
            String component, Kind kind, List<String> namespaces, Function<Blueprint, Stream<K>> each, Build<K> build) {
        return new InventoryRow(component, kind, namespaces, Life.RUN, false, built(each, build));
    }

    /** What a run makes where it is missing, and leaves: one in each namespace. */
    static InventoryRow standing(Kind kind, List<String> namespaces, Build<String> build) {
        return new InventoryRow(
                StandingObjects.COMPONENT,
                kind,
                namespaces,
                Life.STANDING,
                kind == Kind.DAEMON_SET,
                built(run -> namespaces.stream(), build));
    }

    private static <K> Function<Blueprint, Stream<Supplier<HasMetadata>>> built(
            Function<Blueprint, Stream<K>> each, Build<K> build) {
        return run -> each.apply(run).map(one -> () -> run.options().template().over(build.object(run, one)));
    }

    /** What it takes to make these, to use them, and to remove them. */
    Stream<Right> rights() {
        return namespaces.stream().flatMap(this::rights);
    }

    private Stream<Right> rights(String namespace) {
        List<Right> rights = new ArrayList<>();
        verbs().forEach(verb -> rights.add(new Right(verb, kind.group(), kind.plural(), namespace)));
        if (life == Life.STANDING) {
            rights.addAll(standing(namespace));
        }
        if (commanded) {
            // Who a pod is, from its log, and the way to its loopback: a WebSocket upgrade is a GET, and newer API
            // servers also ask for the right to create.
            rights.add(new Right("get", "", "pods/log", namespace));
            rights.add(new Right("get", "", "pods/portforward", namespace));
            rights.add(new Right("create", "", "pods/portforward", namespace));
        }
        return rights.stream();
    }

    private List<String> verbs() {
        return switch (life) {
            case STANDING -> List.of("create");
            case RUN ->
                switch (kind) {
                    case POD -> List.of("create", "get", "list", "watch", DELETE_ALL);
                    case CONFIG_MAP -> List.of("create", "get", "list", DELETE_ALL);
                    case AUTHORIZATION_POLICY, DAEMON_SET, SERVICE, SECRET, SERVICE_ACCOUNT ->
                        List.of("create", "list", DELETE_ALL);
                };
        };
    }

    /** Whether it is there already; of a DaemonSet also its pods, which are to be labelled by their nodes. */
    private List<Right> standing(String namespace) {
        return kind == Kind.DAEMON_SET
                ? List.of(
                        new Right("get", kind.group(), kind.plural(), namespace),
                        new Right("list", kind.group(), kind.plural(), namespace),
                        new Right("get", "", "pods", namespace),
                        new Right("list", "", "pods", namespace),
                        new Right("watch", "", "pods", namespace),
                        new Right("patch", "", "pods", namespace))
                : List.of(new Right("get", kind.group(), kind.plural() + ":" + StandingObjects.NAME, namespace));
    }

    @Override
    public String toString() {
        return kind.plural() + " of " + component + " in " + String.join(", ", namespaces);
    }
}
