package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/** What an informer has to remember of pods to tell which of them are new, changed or gone: names and versions. */
final class PodVersions extends BasicItemStore<Pod> {
    PodVersions() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        return super.put(
                key,
                new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withResourceVersion(metadata.getResourceVersion())
                        .endMetadata()
                        .build());
    }

    /** The pods of the first list are then told of as they were read, not as they are remembered here. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
