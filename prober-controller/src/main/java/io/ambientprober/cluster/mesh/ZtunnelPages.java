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
import java.util.function.LongConsumer;

/** What one ztunnel says of the pods of a run. */
record ZtunnelPages(ConfigDump dump, List<OpenedConnections> opened) {
    static final ZtunnelPages NONE = new ZtunnelPages(new ConfigDump(Map.of(), Map.of()), List.of());

    /**
     * Reads them.
     *
     * @param pages to be read: the dump, and perhaps the metrics
     * @param counted told of bytes as they come
     */
    static ZtunnelPages read(
            KubernetesClient client,
            PodName ztunnel,
            Set<Page> pages,
            Set<PodName> pods,
            Duration timeout,
            LongConsumer counted)
            throws IOException {
        try (ZtunnelPod pod = ZtunnelPod.open(client, ztunnel, pages, timeout)) {
            return new ZtunnelPages(
                    pod.read(Page.CONFIG_DUMP, page -> ConfigDump.read(page, pods), counted),
                    pages.contains(Page.METRICS)
                            ? pod.read(Page.METRICS, page -> TrafficMetrics.read(page, pods), counted)
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
