package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer has to remember of pods to tell which of them are new, changed or gone: names and versions. A name is the very one that the pod was
 * read with, which others keep too.
 */
final class PodVersions implements ItemStore<Pod> {
    /** By namespace and name. */
    private final Map<String, Map<String, String>> versions = new ConcurrentHashMap<>();

    @Override
    public String getKey(Pod pod) {
        return Cache.metaNamespaceKeyFunc(pod);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        String before = in(metadata.getNamespace()).put(metadata.getName(), metadata.getResourceVersion());
        return before == null ? null : pod(named(key), before);
    }

    private Map<String, String> in(String namespace) {
        return versions.computeIfAbsent(namespace, _ -> new ConcurrentHashMap<>());
    }

    @Override
    public @Nullable Pod remove(String key) {
        PodName pod = named(key);
        String before = in(pod.namespace()).remove(pod.name());
        return before == null ? null : pod(pod, before);
    }

    @Override
    public Stream<String> keySet() {
        return versions.entrySet().stream()
                .flatMap(
                        namespace -> namespace.getValue().keySet().stream().map(pod -> namespace.getKey() + "/" + pod));
    }

    @Override
    public Stream<Pod> values() {
        return versions.entrySet().stream()
                .flatMap(namespace -> namespace.getValue().entrySet().stream()
                        .map(pod -> pod(new PodName(namespace.getKey(), pod.getKey()), pod.getValue())));
    }

    @Override
    public int size() {
        return versions.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public @Nullable Pod get(String key) {
        PodName pod = named(key);
        String version = in(pod.namespace()).get(pod.name());
        return version == null ? null : pod(pod, version);
    }

    private static PodName named(String key) {
        int border = key.indexOf('/');
        return new PodName(key.substring(0, border), key.substring(border + 1));
    }

    private static Pod pod(PodName pod, String version) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.namespace())
                .withName(pod.name())
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
