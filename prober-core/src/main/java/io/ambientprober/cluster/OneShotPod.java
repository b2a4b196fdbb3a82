package io.ambientprober.cluster;

import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.cluster.PodState.End;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A pod that does one thing and says what came of it in its termination message. */
record OneShotPod(Workplace work, PodName name) {
    static OneShotPod start(Workplace work, Plot plot, String part, String component, PodSpec spec)
            throws SiteException {
        Pod pod = work.cluster().create(work.objects().pod(plot.namespace(), part, component, plot.owner(), spec));
        return new OneShotPod(work, PodName.of(pod));
    }

    /** The pod once it has an address, or is held back by the mesh; null when the time is over. */
    @Nullable
    PodState awaitAddress(String node, Duration timeout) throws SiteException {
        return work.watch()
                .await(
                        name,
                        pod -> {
                            pod.requireHope();
                            return !pod.ips().isEmpty() || pod.ended() || work.heldBack(pod, node) ? pod : null;
                        },
                        timeout);
    }

    /**
     * What it said in the end; null when the time is over.
     *
     * @throws SiteException when it ended without success
     */
    @Nullable
    String awaitMessage(Duration timeout) throws SiteException {
        return work.watch()
                .await(
                        name,
                        pod -> {
                            pod.requireHope();
                            return pod.ended() ? message(pod) : null;
                        },
                        timeout);
    }

    private static String message(PodState pod) throws SiteException {
        End end = pod.end();
        if (end == null || end.exitCode() != 0) {
            throw new SiteException(pod.name() + " ended without a result: " + pod.endedBecause());
        }
        return end.message();
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
