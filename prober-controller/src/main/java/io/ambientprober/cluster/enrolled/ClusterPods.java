package io.ambientprober.cluster.enrolled;

import io.ambientprober.cluster.paging.Pages;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All pods of the cluster, by one watch, or by a list for each time that somebody asks. Only what a run needs is kept of each. */
public final class ClusterPods implements AutoCloseable {
    private static final long PAGE = 500;
    private static final long NO_RESYNC = 0;

    private final KubernetesClient client;
    private final PodsReader reader;
    private final InstantSource clock;
    private final PodHistory history = new PodHistory();
    private final CountDownLatch listed = new CountDownLatch(1);
    private @Nullable SharedIndexInformer<Pod> informer;

    private ClusterPods(KubernetesClient client, PodsReader reader, InstantSource clock) {
        this.client = client;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Without a watch: every question is one more list.
     *
     * @param mesh that is probed
     * @param ambient namespaces whose label puts their pods into it
     * @param own labels that the prober's pods have
     */
    public static ClusterPods listing(
            KubernetesClient client,
            ZtunnelMesh mesh,
            Set<String> ambient,
            Map<String, String> own,
            InstantSource clock) {
        return new ClusterPods(client, new PodsReader(mesh, ambient, own), clock);
    }

    /**
     * As {@link #listing}, with a watch, which goes on after the API server was away. Returns when every pod was seen.
     *
     * @param store what the watch has to remember of pods by itself
     * @throws KubernetesClientException when they cannot be watched, or not within the time
     */
    public static ClusterPods watching(
            KubernetesClient client,
            ZtunnelMesh mesh,
            Set<String> ambient,
            Map<String, String> own,
            ItemStore<Pod> store,
            InstantSource clock,
            Duration timeout) {
        ClusterPods pods = listing(client, mesh, ambient, own, clock);
        try {
            pods.informer = client.pods()
                    .inAnyNamespace()
                    .withLimit(PAGE)
                    .runnableInformer(NO_RESYNC)
                    .removeNamespaceIndex()
                    .itemStore(store)
                    .addEventHandler(pods.new Handler())
                    .run();
            if (!pods.listed.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KubernetesClientException(
                        "the list of pods did not end within " + timeout.toSeconds() + " s");
            }
            return pods;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pods.close();
            throw new KubernetesClientException("interrupted", e);
        } catch (RuntimeException e) {
            pods.close();
            throw e;
        }
    }

    /** Whether there is a watch. */
    public boolean isWatching() {
        return informer != null;
    }

    /** Whether the watch missed something for a time, so that changes are known later than they were. */
    public boolean hasGaps() {
        return history.hasGaps();
    }

    /** Pods that label or annotation put into the mesh, as they are now, by name. */
    public List<EnrolledPod> enrolled() {
        return isWatching() ? history.enrolled() : list();
    }

    private List<EnrolledPod> list() {
        PodHistory now = new PodHistory();
        Pages.each(
                PAGE,
                "",
                options -> client.pods().inAnyNamespace().list(options),
                pod -> now.see(reader.read(pod), null));
        return now.enrolled();
    }

    /** Of every pod that has an address of its own, but the prober's, since the watch began. */
    public List<PodSpan> spans() {
        return history.spans();
    }

    /** Addresses that pods of the prober have, or had since the watch began. */
    public Set<IpAddress> own() {
        return history.own();
    }

    /** As the pods on them say. */
    public Set<IpAddress> nodeAddresses() {
        return history.nodeAddresses();
    }

    @Override
    public void close() {
        SharedIndexInformer<Pod> running = informer;
        if (running != null) {
            running.stop();
        }
    }

    /** Called by one thread at a time, in the order of what happened. */
    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            if (listed.getCount() == 0) {
                history.missed();
            }
            listed.countDown();
        }

        @Override
        public void onAdd(Pod pod) {
            history.see(reader.read(pod), now());
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            history.see(reader.read(pod), now());
        }

        @Override
        public void onDelete(Pod pod, boolean unknownLastState) {
            if (unknownLastState) {
                history.missed();
            }
            history.gone(
                    new PodName(
                            pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
                    clock.instant());
        }

        /** Null for what was there before the watch began. */
        private @Nullable Instant now() {
            return listed.getCount() > 0 ? null : clock.instant();
        }
    }
}
