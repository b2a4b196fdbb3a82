package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;

/**
 * A namespace that is there.
 *
 * @param mesh that is probed
 * @param labels of the namespace
 * @param owner of everything that the run makes there
 */
record ReadyNamespace(String name, ZtunnelMesh mesh, Map<String, String> labels, OwnerReference owner) {
    /** One in which nothing can be made. */
    static ReadyNamespace refused(String name, ZtunnelMesh mesh) {
        return new ReadyNamespace(name, mesh, Map.of(), new OwnerReference());
    }

    /** @param owner of the ConfigMap that owns the rest */
    static ReadyNamespace of(Namespace namespace, ZtunnelMesh mesh, ObjectMeta owner) {
        Map<String, String> labels =
                Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
        return new ReadyNamespace(
                namespace.getMetadata().getName(),
                mesh,
                labels,
                new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.getName())
                        .withUid(owner.getUid())
                        .build());
    }

    /** Whether its pods are to be enrolled, and say so when they are. */
    boolean annotates() {
        return mesh.takes(labels) && mesh.annotates();
    }

    /** Whether a pod there is in the mesh, as far as the mesh says. */
    boolean takes(PodState pod) {
        return pod.enrolled() || mesh.takes(labels) && !mesh.annotates();
    }
}
