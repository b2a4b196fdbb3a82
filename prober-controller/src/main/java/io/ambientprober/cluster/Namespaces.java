package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Namespaces to work in, each with the ConfigMap that owns whatever the run makes there. */
final class Namespaces {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final int ATTEMPTS = 3;

    /** The namespaces that a run makes when they are missing, with the Pod Security that is enforced there. */
    private static final Map<String, String> OWN = Map.of(
            ClusterOptions.CONTROL_NAMESPACE, "privileged",
            ClusterOptions.PLAIN_NAMESPACE, "restricted",
            ClusterOptions.MESH_NAMESPACE, "restricted");

    private final Cluster cluster;
    private final RunObjects objects;
    private final ZtunnelMesh mesh;
    private final Duration lifetime;

    Namespaces(Cluster cluster, RunObjects objects, ClusterOptions options) {
        this.cluster = cluster;
        this.objects = objects;
        this.mesh = options.mesh();
        this.lifetime = options.lifetime();
    }

    /** Another run may just be taking the namespace away; then it is made again. */
    ReadyNamespace prepare(String name, Duration timeout) throws SiteException {
        SiteException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Namespace namespace = ensure(name, timeout);
            try {
                ConfigMap owner = cluster.create(objects.owner(name, lifetime));
                return ReadyNamespace.of(namespace, mesh, owner.getMetadata());
            } catch (SiteException e) {
                if (!going(find(name))) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? new SiteException("namespace " + name + " cannot be prepared") : last;
    }

    private Namespace ensure(String name, Duration timeout) throws SiteException {
        Namespace found = find(name);
        if (going(found)) {
            awaitEnd(name, timeout);
            found = null;
        }
        if (found != null) {
            return found;
        }
        return make(name);
    }

    /** @param missing whether a run would make it */
    record Sight(Namespace namespace, boolean missing) {}

    /** A namespace as a run would find it, or make it. */
    Sight see(String name) throws SiteException {
        Namespace found = find(name);
        return found == null || going(found) ? new Sight(manifest(name), true) : new Sight(found, false);
    }

    private Namespace manifest(String name) throws SiteException {
        String enforced = OWN.get(name);
        if (enforced == null) {
            throw new SiteException(
                    "namespace " + name + " does not exist; create it, or choose another with --from and --to");
        }
        Map<String, String> labels = new TreeMap<>(Labels.common());
        labels.put(Labels.TEMPORARY, "true");
        labels.put(ENFORCE, enforced);
        if (name.equals(ClusterOptions.MESH_NAMESPACE)) {
            labels.putAll(mesh.ofNamespace());
        }
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private Namespace make(String name) throws SiteException {
        Namespace namespace = manifest(name);
        try {
            return cluster.client().resource(namespace).create();
        } catch (KubernetesClientException e) {
            // A concurrent run was faster.
            Namespace other = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? find(name) : null;
            if (other != null) {
                return other;
            }
            throw cluster.failure("create namespace " + name, e);
        }
    }

    private void awaitEnd(String name, Duration timeout) throws SiteException {
        try {
            cluster.client()
                    .namespaces()
                    .withName(name)
                    .waitUntilCondition(Objects::isNull, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientException e) {
            throw new SiteException("namespace " + name + " is being deleted and does not go; see its conditions", e);
        }
    }

    private @Nullable Namespace find(String name) throws SiteException {
        return cluster.ask(
                "get namespace " + name,
                () -> cluster.client().namespaces().withName(name).get());
    }

    private static boolean going(@Nullable Namespace namespace) {
        return namespace != null && namespace.getMetadata().getDeletionTimestamp() != null;
    }
}
