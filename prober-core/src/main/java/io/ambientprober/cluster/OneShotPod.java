package io.ambientprober.cluster;

import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.cluster.PodState.End;
import io.ambientprober.cluster.PodWatch.Look;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A pod that does one thing. */
record OneShotPod(Workplace work, PodName name) {
    static OneShotPod start(Workplace work, Plot plot, String part, String component, PodSpec spec)
            throws SiteException {
        Pod pod = work.cluster().create(work.objects().pod(plot.namespace(), part, component, plot.owner(), spec));
        return new OneShotPod(work, PodName.of(pod));
    }

    /** The pod once it has an address, or is held back by the mesh; null when the time is over. */
    @Nullable
    PodState awaitAddress(String node, Duration timeout) throws SiteException {
        return await(pod -> !pod.ips().isEmpty() || pod.ended() || work.heldBack(pod, node) ? pod : null, timeout);
    }

    /** The pod once its container runs, or has ended; null when the time is over. */
    @Nullable
    PodState awaitRunning(Duration timeout) throws SiteException {
        return await(pod -> pod.ended() || !pod.runningContainers().isEmpty() ? pod : null, timeout);
    }

    /** @throws SiteException when it has ended, or is gone */
    void requireAlive() throws SiteException {
        PodState pod = work.watch().now(name);
        if (pod == null) {
            throw PodWatch.deleted(name);
        }
        if (pod.ended()) {
            throw withoutResult(pod);
        }
    }

    /**
     * What it said in its termination message; null when the time is over.
     *
     * @throws SiteException when it ended without success
     */
    @Nullable
    String awaitMessage(Duration timeout) throws SiteException {
        return await(pod -> pod.ended() ? message(pod) : null, timeout);
    }

    private <T> @Nullable T await(Look<T> look, Duration timeout) throws SiteException {
        return work.watch()
                .await(
                        name,
                        pod -> {
                            pod.requireHope();
                            return look.at(pod);
                        },
                        timeout);
    }

    private static String message(PodState pod) throws SiteException {
        End end = pod.end();
        if (end == null || end.exitCode() != 0) {
            throw withoutResult(pod);
        }
        return end.message();
    }

    private static SiteException withoutResult(PodState pod) {
        return new SiteException(pod.name() + " ended without a result: " + pod.endedBecause());
    }

    /** Takes it away early; what fails here, the clean-up of the run does. */
    void remove() {
        try {
            work.cluster()
                    .client()
                    .pods()
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .delete();
        } catch (KubernetesClientException e) {
            SiteException why = work.cluster().failure("delete pod " + name + " yet", e);
            work.note(String.valueOf(why.getMessage()));
        }
    }
}
