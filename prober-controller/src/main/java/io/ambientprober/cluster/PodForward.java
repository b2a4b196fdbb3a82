package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;

/** A port of 127.0.0.1 that leads to one of a pod's loopback; its every connection is a stream through the API server. */
record PodForward(LocalPortForward forward) {
    static PodForward open(Cluster cluster, PodName pod, int port) throws SiteException {
        try {
            return new PodForward(cluster.client()
                    .pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .portForward(port, InetAddress.ofLiteral("127.0.0.1"), 0));
        } catch (KubernetesClientException e) {
            throw cluster.failure("forward a port to pod " + pod, e);
        }
    }

    /** On 127.0.0.1. */
    int port() {
        return forward.getLocalPort();
    }

    void close() {
        try {
            forward.close();
        } catch (IOException e) {
            // It is no longer needed, and nobody is left to tell.
        }
    }
}
