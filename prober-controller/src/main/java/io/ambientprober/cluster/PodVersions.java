package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer has to remember of pods to tell which of them are new, changed or gone: names and versions. */
final class PodVersions implements ItemStore<Pod> {
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    @Override
    public String getKey(Pod pod) {
        return Cache.metaNamespaceKeyFunc(pod);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        String before = versions.put(key, pod.getMetadata().getResourceVersion());
        return before == null ? null : pod(key, before);
    }

    @Override
    public @Nullable Pod remove(String key) {
        String before = versions.remove(key);
        return before == null ? null : pod(key, before);
    }

    @Override
    public Stream<String> keySet() {
        return versions.keySet().stream();
    }

    @Override
    public Stream<Pod> values() {
        return versions.entrySet().stream().map(pod -> pod(pod.getKey(), pod.getValue()));
    }

    @Override
    public int size() {
        return versions.size();
    }

    @Override
    public @Nullable Pod get(String key) {
        String version = versions.get(key);
        return version == null ? null : pod(key, version);
    }

    private static Pod pod(String key, String version) {
        int border = key.indexOf('/');
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(key.substring(0, border))
                .withName(key.substring(border + 1))
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    /** The pods of the first list are then told of as they were read, not as they are remembered here. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
