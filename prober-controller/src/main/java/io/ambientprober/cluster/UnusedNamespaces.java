package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Namespaces that a run made go with the last run that uses them, whichever made them. */
record UnusedNamespaces(Cluster cluster) {
    /** Whether it was told to go. */
    boolean remove(String name) throws SiteException {
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

    void awaitEnd(String namespace, Duration timeout) throws SiteException {
        try {
            cluster.client()
                    .namespaces()
                    .withName(namespace)
                    .waitUntilCondition(Objects::isNull, Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
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
