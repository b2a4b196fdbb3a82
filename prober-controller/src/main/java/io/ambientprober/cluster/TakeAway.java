package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes away what a label selector chooses where there may be any, and those namespaces of the prober's own that nobody uses any more.
 * Goes on after a failure; later ones are suppressed in the first.
 */
final class TakeAway {
    private static final Duration POLL = Duration.ofMillis(250);

    /** Kinds whose objects go some time after they were told to. */
    private static final List<Kind> SLOW = List.of(Kind.POD, Kind.DAEMON_SET);

    private final Cluster cluster;
    private final Map<Kind, Set<String>> places;
    private final Collection<String> namespaces;
    private final String selector;
    private @Nullable SiteException first;

    /**
     * @param places the namespaces that may hold objects of a kind: where there are none, the right to delete them may be missing
     * @param namespaces to take away when they are the prober's own and not used any more
     */
    TakeAway(Cluster cluster, Map<Kind, Set<String>> places, Collection<String> namespaces, String selector) {
        this.cluster = cluster;
        this.places = places;
        this.namespaces = namespaces;
        this.selector = selector;
    }

    void call(Duration timeout) throws SiteException {
        for (Kind kind : Kind.values()) {
            places(kind).forEach(namespace -> attempt(() -> cluster.deleteAll(kind, namespace, selector)));
        }
        long end = System.nanoTime() + timeout.toNanos();
        for (Kind kind : SLOW) {
            places(kind).forEach(namespace -> attempt(() -> awaitGone(kind, namespace, end)));
        }
        List<String> going = new ArrayList<>();
        namespaces.forEach(namespace -> attempt(() -> {
            if (removeIfUnused(namespace)) {
                going.add(namespace);
            }
        }));
        going.forEach(namespace -> attempt(() -> awaitEnd(namespace, end)));
        if (first != null) {
            throw first;
        }
    }

    private Set<String> places(Kind kind) {
        return places.getOrDefault(kind, Set.of());
    }

    private interface Step {
        void call() throws SiteException;
    }

    private void attempt(Step step) {
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

    private void awaitGone(Kind kind, String namespace, long end) throws SiteException {
        while (cluster.any(kind, kind.path(namespace), selector)) {
            if (System.nanoTime() - end > 0) {
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

    /** A namespace that a run made goes with the last run that uses it, whichever made it. */
    private boolean removeIfUnused(String name) throws SiteException {
        Namespace namespace = cluster.ask(
                "get namespace " + name,
                () -> cluster.client().namespaces().withName(name).get());
        if (namespace == null || !isTemporary(namespace) || isUsed(name)) {
            return false;
        }
        cluster.ask(
                "delete namespace " + name,
                () -> cluster.client().namespaces().withName(name).delete());
        return true;
    }

    private void awaitEnd(String namespace, long end) throws SiteException {
        try {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            cluster.client()
                    .namespaces()
                    .withName(namespace)
                    .waitUntilCondition(Objects::isNull, left, TimeUnit.MILLISECONDS);
        } catch (KubernetesClientException e) {
            throw new SiteException("namespace " + namespace + " was told to go and has not; see its conditions", e);
        }
    }

    private static boolean isTemporary(Namespace namespace) {
        Map<String, String> labels =
                Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
        return "true".equals(labels.get(Labels.TEMPORARY));
    }

    /** Runs leave an owner as long as they last, standing canaries their DaemonSet and the key to them. */
    private boolean isUsed(String namespace) throws SiteException {
        for (Kind kind : List.of(Kind.CONFIG_MAP, Kind.DAEMON_SET, Kind.SECRET)) {
            if (cluster.any(kind, kind.path(namespace), Labels.NAME + "=" + Labels.PROBER)) {
                return true;
            }
        }
        return false;
    }
}
