package io.ambientprober.cluster;

import io.ambientprober.cluster.causes.WaypointGateway;
import io.ambientprober.cluster.enrolled.WaypointTraffic;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pods of the waypoint that a namespace's label names (istio.io/docs/ambient/usage/waypoint). */
final class FindWaypoint {
    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    private static final String OF_GATEWAY = "gateway.networking.k8s.io/gateway-name";
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

    /**
     * What stands before a namespace's pods.
     *
     * @param waypoint null when the namespace names none, or one that has no pods: traffic then goes without it
     * @param ways that it takes
     */
    record Found(@Nullable Waypoint waypoint, Set<Way> ways) {
        static final Found NONE = new Found(null, Set.of());
    }

    /** @param notes told of what could not be read, and of a waypoint that nothing goes through */
    Found call(ReadyNamespace place, Consumer<String> notes) throws SiteException {
        List<IpAddress> ips = pods(place).stream()
                .flatMap(pod -> PodState.of(pod).ips().stream())
                .toList();
        return ips.isEmpty() ? Found.NONE : found(place, new Waypoint(ips), notes);
    }

    /** Where its Gateway cannot be read: what is usual. */
    private Found found(ReadyNamespace place, Waypoint waypoint, Consumer<String> notes) {
        try {
            GenericKubernetesResource gateway = gateway(place);
            String trouble = gateway == null
                    ? "which does not exist"
                    : WaypointGateway.trouble(gateway, place.name(), place.labels());
            if (gateway == null || !trouble.isEmpty()) {
                notes.accept("namespace " + place.name() + " names waypoint " + name(place) + ", " + trouble
                        + "; nothing is expected to go through it");
                return Found.NONE;
            }
            Map<String, String> labels = gateway.getMetadata().getLabels();
            return new Found(waypoint, ways(WaypointTraffic.of(labels, classLabels(gateway))));
        } catch (SiteException e) {
            notes.accept(e.getMessage() + "; its waypoint is taken to be for Services");
            return new Found(waypoint, ways(WaypointTraffic.SERVICE));
        }
    }

    private @Nullable GenericKubernetesResource gateway(ReadyNamespace place) throws SiteException {
        return cluster.ask(
                "get Gateway " + name(place),
                () -> cluster.client()
                        .genericKubernetesResources(WaypointTraffic.GATEWAY)
                        .inNamespace(namespace(place))
                        .withName(place.labels().get(USE))
                        .get());
    }

    private static String name(ReadyNamespace place) {
        return namespace(place) + "/" + place.labels().get(USE);
    }

    private static Set<Way> ways(WaypointTraffic traffic) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        if (traffic.takesServices()) {
            ways.add(Way.SERVICE);
        }
        if (traffic.takesPods()) {
            ways.add(Way.POD_IP);
        }
        return ways;
    }

    private @Nullable Map<String, String> classLabels(GenericKubernetesResource gateway) throws SiteException {
        String name = gateway.get("spec", "gatewayClassName");
        GenericKubernetesResource gatewayClass = name == null
                ? null
                : cluster.ask(
                        "get GatewayClass " + name,
                        () -> cluster.client()
                                .genericKubernetesResources(WaypointTraffic.GATEWAY_CLASS)
                                .withName(name)
                                .get());
        return gatewayClass == null ? null : gatewayClass.getMetadata().getLabels();
    }

    private static String namespace(ReadyNamespace place) {
        return place.labels().getOrDefault(USE_NAMESPACE, place.name());
    }

    /** Ready pods of the namespace's waypoint. */
    private List<Pod> pods(ReadyNamespace place) throws SiteException {
        String name = place.labels().getOrDefault(USE, NONE);
        if (name.equals(NONE)) {
            return List.of();
        }
        String namespace = namespace(place);
        return cluster
                .ask(
                        "list the pods of waypoint " + namespace + "/" + name,
                        () -> cluster.client()
                                .pods()
                                .inNamespace(namespace)
                                .withLabel(OF_GATEWAY, name)
                                .list()
                                .getItems())
                .stream()
                .filter(pod -> PodState.of(pod).ready())
                .toList();
    }
}
