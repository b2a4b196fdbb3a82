package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What has to be known of what a run made, or found where it may. Thousands of pods are none of it. */
final class Made {
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Queue<DaemonSet> daemonSets = new ConcurrentLinkedQueue<>();

    /** @param object as the API server has it */
    void add(HasMetadata object) {
        switch (object) {
            case Service service ->
                addresses.put(service.getMetadata().getName(), service.getSpec().getClusterIPs());
            case DaemonSet daemonSet -> daemonSets.add(daemonSet);
            default -> {
                // Its name was known before.
            }
        }
    }

    /** Of a Service of the run, whose names are unique in it. */
    List<String> addresses(String service) {
        return addresses.getOrDefault(service, List.of());
    }

    List<DaemonSet> daemonSets() {
        return List.copyOf(daemonSets);
    }
}
