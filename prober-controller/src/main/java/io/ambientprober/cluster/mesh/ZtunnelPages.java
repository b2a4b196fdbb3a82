package io.ambientprober.cluster.mesh;

import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.OpenedConnections;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one ztunnel says of the pods of a run. */
record ZtunnelPages(ConfigDump dump, List<OpenedConnections> opened) {
    static final ZtunnelPages NONE = new ZtunnelPages(new ConfigDump(Map.of(), Map.of()), List.of());

    static ZtunnelPages read(ZtunnelPod ztunnel, Set<PodName> pods) throws IOException {
        return new ZtunnelPages(
                ztunnel.configDump(page -> ConfigDump.read(page, pods)),
                ztunnel.metrics(page -> TrafficMetrics.read(page, pods)));
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
