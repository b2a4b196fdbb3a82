package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The pods that a label selector chooses in some namespaces, by one watch for each namespace; it goes on after the API server was away.
 */
final class PodWatch implements AutoCloseable {
    private static final long NO_RESYNC = 0;

    private final List<SharedIndexInformer<Pod>> informers = new ArrayList<>();
    private final Map<PodName, PodState> pods = new ConcurrentHashMap<>();
    private final Set<PodName> gone = ConcurrentHashMap.newKeySet();
    private final Map<PodName, Set<Waiter<?>>> waiters = new ConcurrentHashMap<>();
    private final Set<Waiter<PodState>> anyWaiters = new CopyOnWriteArraySet<>();

    /** What is looked for in a pod. */
    interface Look<T> {
        /** Null as long as it is not there; an exception when it never will be. */
        @Nullable
        T at(PodState pod) throws SiteException;
    }

    private record Waiter<T>(Look<T> look, CompletableFuture<T> found) {
        void see(PodState pod) {
            try {
                T result = look.at(pod);
                if (result != null) {
                    found.complete(result);
                }
            } catch (SiteException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        }

        @Nullable
        T await(Duration timeout) throws SiteException {
            try {
                return found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof SiteException site
                        ? new SiteException(String.valueOf(site.getMessage()), site)
                        : new SiteException("a pod cannot be read: " + e.getCause(), e);
            } catch (InterruptedException e) {
                throw SiteException.interrupted(e);
            }
        }
    }

    /** Whether a pod is one that is waited for. */
    interface Choice {
        boolean takes(PodState pod) throws SiteException;
    }

    static PodWatch open(Cluster cluster, List<String> namespaces, String selector) throws SiteException {
        PodWatch watch = new PodWatch();
        try {
            for (String namespace : namespaces) {
                watch.informers.add(cluster.client()
                        .pods()
                        .inNamespace(namespace)
                        .withLabelSelector(selector)
                        .runnableInformer(NO_RESYNC)
                        .removeNamespaceIndex()
                        .itemStore(new PodVersions())
                        .addEventHandler(watch.new Handler())
                        .run());
            }
            return watch;
        } catch (KubernetesClientException e) {
            watch.close();
            throw cluster.failure("watch pods", e);
        }
    }

    /**
     * Waits for something in a pod that exists or was created just now.
     *
     * @return null when the time is over
     * @throws SiteException when it will never be there, for example because the pod was deleted
     */
    <T> @Nullable T await(PodName name, Look<T> look, Duration timeout) throws SiteException {
        Waiter<T> waiter = new Waiter<>(look, new CompletableFuture<>());
        Set<Waiter<?>> others = waiters.computeIfAbsent(name, _ -> new CopyOnWriteArraySet<>());
        others.add(waiter);
        try {
            PodState now = pods.get(name);
            if (now != null) {
                waiter.see(now);
            } else if (gone.contains(name)) {
                throw deleted(name);
            }
            return waiter.await(timeout);
        } finally {
            others.remove(waiter);
        }
    }

    /**
     * Waits for a pod of which only its properties are known.
     *
     * @return null when the time is over
     */
    @Nullable
    PodState awaitAny(Choice choice, Duration timeout) throws SiteException {
        Waiter<PodState> waiter = new Waiter<>(pod -> choice.takes(pod) ? pod : null, new CompletableFuture<>());
        anyWaiters.add(waiter);
        try {
            pods.values().forEach(waiter::see);
            return waiter.await(timeout);
        } finally {
            anyWaiters.remove(waiter);
        }
    }

    @Nullable
    PodState now(PodName name) {
        return pods.get(name);
    }

    List<PodState> all() {
        return List.copyOf(pods.values());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    static SiteException deleted(PodName name) {
        return new SiteException("pod " + name + " was deleted by somebody else; run again");
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            seen(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknownLastState) {
            PodName name = PodReading.name(pod);
            gone.add(name);
            pods.remove(name);
            waiting(name).forEach(waiter -> waiter.found().completeExceptionally(deleted(name)));
        }

        private void seen(Pod pod) {
            PodState state = PodState.of(pod);
            gone.remove(state.pod());
            pods.put(state.pod(), state);
            waiting(state.pod()).forEach(waiter -> waiter.see(state));
            anyWaiters.forEach(waiter -> waiter.see(state));
        }

        private Set<Waiter<?>> waiting(PodName name) {
            return waiters.getOrDefault(name, Set.of());
        }
    }
}
