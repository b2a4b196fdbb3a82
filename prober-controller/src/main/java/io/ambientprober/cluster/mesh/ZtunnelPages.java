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
import java.util.function.LongConsumer;

/** What one ztunnel says of the pods of a run. */
record ZtunnelPages(ConfigDump dump, List<OpenedConnections> opened) {
    static final ZtunnelPages NONE = new ZtunnelPages(new ConfigDump(Map.of(), Map.of()), List.of());

    /**
     * Reads them.
     *
     * @param counted told of bytes as they come
     */
    static ZtunnelPages read(
            KubernetesClient client, PodName ztunnel, NodePods pods, Duration timeout, LongConsumer counted)
            throws IOException {
        try (ZtunnelPod pod = ZtunnelPod.open(client, ztunnel, pods.pages(), timeout)) {
            return new ZtunnelPages(
                    pod.read(Page.CONFIG_DUMP, page -> ConfigDump.read(page, pods.all()), counted),
                    pods.pages().contains(Page.METRICS)
                            ? pod.read(Page.METRICS, page -> TrafficMetrics.read(page, pods.canaries()), counted)
                            : List.of());
        }
    }

    /** Of a pod on this ztunnel's node. */
    MeshView view(PodName pod, String redirection) {
        List<OpenedConnections> ofPod = opened.stream()
                .filter(sample ->
                        sample.source().equals(pod) || sample.destination().equals(pod))
                .toList();
        return view(pod, redirection, ofPod);
    }

    /** The same, without what was counted of its connections. */
    MeshView uncounted(PodName pod, String redirection) {
        return view(pod, redirection, List.of());
    }

    private MeshView view(PodName pod, String redirection, List<OpenedConnections> ofPod) {
        return new MeshView(
                pod, redirection, dump.protocols().get(pod), dump.states().get(pod), ofPod);
    }
}
