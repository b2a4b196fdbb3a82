package io.ambientprober.cluster;

import io.ambientprober.canary.RunKey;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Removes what a run, or every run, or standing canaries have in a cluster, and those namespaces of the prober's own that nobody uses any
 * more. A run makes its own before anything else, and tells it what is to be closed and what there may be. May be called at any time, also
 * twice; goes on after a failure, later ones are suppressed in the first.
 */
public final class Cleanup {
    private static final Duration POLL = Duration.ofMillis(250);

    /** Kinds whose objects go some time after they were told to. */
    private static final List<Kind> SLOW = List.of(Kind.POD, Kind.DAEMON_SET);

    private final Cluster cluster;
    private final String selector;
    private final Map<Kind, Set<String>> places = new EnumMap<>(Kind.class);
    private final Set<String> namespaces = new TreeSet<>();
    private final Deque<Runnable> open = new ArrayDeque<>();

    /** @param selector of labels */
    private Cleanup(Cluster cluster, String selector, Collection<String> namespaces) {
        this.cluster = cluster;
        this.selector = selector;
        this.namespaces.addAll(namespaces);
    }

    /** Of a run that has made nothing yet. */
    Cleanup(Cluster cluster, RunScope scope) {
        this(cluster, scope.selector(), List.of());
    }

    /** @param run its public id, or its key */
    public static Cleanup ofRun(Cluster cluster, String run, List<String> namespaces) {
        RunScope scope = RunKey.isPublicId(run) ? new RunScope(run) : RunScope.ofKey(run);
        return ofAny(cluster, scope.selector(), namespaces);
    }

    /** Of every run, also of those that still go on. */
    public static Cleanup ofRuns(Cluster cluster, List<String> namespaces) {
        return ofAny(cluster, Labels.RUN, namespaces);
    }

    public static Cleanup standing(Cluster cluster, List<String> namespaces) {
        return ofAny(cluster, Labels.STANDING + "=true," + Labels.NAME + "=" + Labels.PROBER, namespaces);
    }

    private static Cleanup ofAny(Cluster cluster, String selector, List<String> namespaces) {
        Cleanup cleanup = new Cleanup(cluster, selector, namespaces);
        cleanup.namespaces.addAll(List.of(
                ClusterOptions.CONTROL_NAMESPACE, ClusterOptions.MESH_NAMESPACE, ClusterOptions.PLAIN_NAMESPACE));
        return cleanup;
    }

    /** What is closed before anything is removed, the last first. */
    synchronized void closes(Runnable close) {
        open.push(close);
    }

    /**
     * From now on there may be objects.
     *
     * @param made of each kind, in these namespaces: elsewhere the right to delete them may be missing
     * @param namespaces to remove when they are the prober's own and not used any more
     */
    synchronized void takes(Map<Kind, Set<String>> made, Collection<String> namespaces) {
        made.forEach((kind, where) ->
                places.computeIfAbsent(kind, _ -> new TreeSet<>()).addAll(where));
        this.namespaces.addAll(namespaces);
    }

    synchronized void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }

    /** Removes whatever there is, wherever it is; gives the names of the objects, with kind and namespace. */
    public List<String> takeAway(Duration timeout) throws SiteException {
        List<String> found = find();
        call(timeout);
        return found;
    }

    private List<String> find() throws SiteException {
        List<String> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (GenericKubernetesResource object : everywhere(kind)) {
                String namespace = object.getMetadata().getNamespace();
                takes(Map.of(kind, Set.of(namespace)), List.of(namespace));
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
            for (String namespace : namespaces) {
                found.addAll(cluster.list(kind, kind.path(namespace), selector).getItems());
            }
            return found;
        }
    }

    /** Removes what there may be where it is known. */
    synchronized void call(Duration timeout) throws SiteException {
        close();
        Attempts attempts = new Attempts();
        for (Kind kind : Kind.values()) {
            places(kind).forEach(namespace -> attempts.make(() -> cluster.deleteAll(kind, namespace, selector)));
        }
        Deadline deadline = new Deadline(System::nanoTime, timeout);
        for (Kind kind : SLOW) {
            places(kind).forEach(namespace -> attempts.make(() -> awaitGone(kind, namespace, deadline)));
        }
        UnusedNamespaces unused = new UnusedNamespaces(cluster);
        List<String> going = new ArrayList<>();
        namespaces.forEach(namespace -> attempts.make(() -> {
            if (unused.remove(namespace)) {
                going.add(namespace);
            }
        }));
        going.forEach(namespace -> attempts.make(() -> unused.awaitEnd(namespace, deadline.left())));
        attempts.requireSuccess();
    }

    private Set<String> places(Kind kind) {
        return places.getOrDefault(kind, Set.of());
    }

    private interface Step {
        void call() throws SiteException;
    }

    private static final class Attempts {
        private @Nullable SiteException first;

        void make(Step step) {
            try {
                step.call();
            } catch (SiteException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }

        void requireSuccess() throws SiteException {
            if (first != null) {
                throw first;
            }
        }
    }

    private void awaitGone(Kind kind, String namespace, Deadline deadline) throws SiteException {
        while (cluster.any(kind, kind.path(namespace), selector)) {
            if (deadline.isOver()) {
                throw new SiteException("some " + kind.plural() + " of namespace " + namespace
                        + " were told to go and have not; see prober cleanup");
            }
            pause();
        }
    }

    private static void pause() throws SiteException {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("the clean-up was interrupted; see prober cleanup", e);
        }
    }
}
