package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.mesh.ConfigDump.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What one ztunnel says of the pods of a run. */
record ZtunnelPages(ConfigDump dump, List<OpenedConnections> opened) {
    static final ZtunnelPages NONE = new ZtunnelPages(new ConfigDump(Map.of(), Map.of()), List.of());

    static ZtunnelPages read(ZtunnelPod ztunnel, Set<PodName> pods) throws IOException {
        ConfigDump dump = ztunnel.configDump(page -> ConfigDump.read(page, pods));
        Set<PodName> workloads = pods.stream().map(pod -> workload(dump, pod)).collect(Collectors.toSet());
        return new ZtunnelPages(dump, ztunnel.metrics(page -> TrafficMetrics.read(page, workloads::contains)));
    }

    /** Of a pod on this ztunnel's node. */
    MeshView view(PodName pod, String redirection) {
        PodName workload = workload(dump, pod);
        Workload known = dump.workloads().get(pod);
        return new MeshView(
                pod,
                redirection,
                known == null ? null : known.protocol(),
                dump.states().get(pod),
                workload.name(),
                opened.stream()
                        .filter(sample -> sample.source().equals(workload)
                                || sample.destination().equals(workload))
                        .toList());
    }

    /** Metrics name the owner of a pod; of a pod without one, the pod. */
    private static PodName workload(ConfigDump dump, PodName pod) {
        Workload workload = dump.workloads().get(pod);
        return workload == null || workload.name() == null ? pod : new PodName(pod.namespace(), workload.name());
    }
}
