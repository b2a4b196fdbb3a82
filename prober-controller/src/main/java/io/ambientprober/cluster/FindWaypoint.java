package io.ambientprober.cluster;

import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of the waypoint that a namespace's label names (istio.io/docs/ambient/usage/waypoint). */
final class FindWaypoint {
    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    private static final String GATEWAY = "gateway.networking.k8s.io/gateway-name";
    private static final String NONE = "none";

    private final Cluster cluster;

    FindWaypoint(Cluster cluster) {
        this.cluster = cluster;
    }

    /** As whom it dials servers. */
    List<String> principals(ReadyNamespace servers) throws SiteException {
        return pods(servers).stream()
                .map(pod -> PolicyObjects.principal(
                        pod.getMetadata().getNamespace(), pod.getSpec().getServiceAccountName()))
                .toList();
    }

    /** Null when the namespace names none, or one that has no pods: traffic then goes without it. */
    @Nullable
    Waypoint call(ReadyNamespace place) throws SiteException {
        List<IpAddress> ips = pods(place).stream()
                .flatMap(pod -> PodState.of(pod).ips().stream())
                .toList();
        return ips.isEmpty() ? null : new Waypoint(ips);
    }

    /** Ready pods of the namespace's waypoint. */
    private List<Pod> pods(ReadyNamespace place) throws SiteException {
        String name = place.labels().getOrDefault(USE, NONE);
        if (name.equals(NONE)) {
            return List.of();
        }
        String namespace = place.labels().getOrDefault(USE_NAMESPACE, place.name());
        return cluster
                .ask(
                        "list the pods of waypoint " + namespace + "/" + name,
                        () -> cluster.client()
                                .pods()
                                .inNamespace(namespace)
                                .withLabel(GATEWAY, name)
                                .list()
                                .getItems())
                .stream()
                .filter(pod -> PodState.of(pod).ready())
                .toList();
    }
}
