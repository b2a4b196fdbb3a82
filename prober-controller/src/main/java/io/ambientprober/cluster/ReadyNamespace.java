package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.DataplaneMode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;

/**
 * A namespace that is there.
 *
 * @param ambient whether its label says that its pods are to be enrolled
 * @param labels of the namespace
 * @param owner of everything that the run makes there
 */
record ReadyNamespace(String name, boolean ambient, Map<String, String> labels, OwnerReference owner) {
    /** One in which nothing can be made. */
    static ReadyNamespace refused(String name) {
        return new ReadyNamespace(name, true, Map.of(), new OwnerReference());
    }

    /** @param owner of the ConfigMap that owns the rest */
    static ReadyNamespace of(Namespace namespace, ObjectMeta owner) {
        Map<String, String> labels =
                Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
        return new ReadyNamespace(
                namespace.getMetadata().getName(),
                DataplaneMode.AMBIENT.equals(labels.get(DataplaneMode.LABEL)),
                labels,
                new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.getName())
                        .withUid(owner.getUid())
                        .build());
    }
}
