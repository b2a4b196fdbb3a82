package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.mesh.ZtunnelPod.Page;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.OpenedConnections;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one ztunnel says of the pods of a run. */
record ZtunnelPages(ConfigDump dump, List<OpenedConnections> opened) {
    static final ZtunnelPages NONE = new ZtunnelPages(new ConfigDump(Map.of(), Map.of()), List.of());

    /** @param pages to be read: the dump, and perhaps the metrics */
    static ZtunnelPages read(
            KubernetesClient client, PodName ztunnel, Set<Page> pages, Set<PodName> pods, Duration timeout)
            throws IOException {
        try (ZtunnelPod pod = ZtunnelPod.open(client, ztunnel, pages, timeout)) {
            return new ZtunnelPages(
                    pod.read(Page.CONFIG_DUMP, page -> ConfigDump.read(page, pods)),
                    pages.contains(Page.METRICS)
                            ? pod.read(Page.METRICS, page -> TrafficMetrics.read(page, pods))
                            : List.of());
        }
    }

    /** Of a pod on this ztunnel's node. */
    MeshView view(PodName pod, String redirection) {
        return new MeshView(
                pod,
                redirection,
                dump.protocols().get(pod),
                dump.states().get(pod),
                opened.stream()
                        .filter(sample -> sample.source().equals(pod)
                                || sample.destination().equals(pod))
                        .toList());
    }
}
