package io.ambientprober.cluster;

import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the objects of one run are built from.
 *
 * @param canaries where those in the mesh live
 * @param namespaces by their names
 * @param own whom the pods of this run obey
 * @param standing whom the canaries that live between runs obey
 * @param throughWaypoint the principals that the servers' waypoint has, where there is one
 */
record Blueprint(
        RunScope scope,
        ClusterOptions options,
        CanaryPods canaries,
        Map<String, ReadyNamespace> namespaces,
        List<String> nodes,
        Coverage coverage,
        ControllerKey own,
        ControllerKey standing,
        List<String> throughWaypoint) {

    /** The same, with the servers' waypoint as it is now. */
    Blueprint withWaypoint(Cluster cluster) throws SiteException {
        return new Blueprint(
                scope,
                options,
                canaries,
                namespaces,
                nodes,
                coverage,
                own,
                standing,
                new FindWaypoint(cluster).principals(servers(Zone.MESH)));
    }

    RunObjects objects() {
        return new RunObjects(scope);
    }

    PodRecipe recipe() {
        return new PodRecipe(options);
    }

    ReadyNamespace namespace(String name) {
        return Objects.requireNonNull(namespaces.get(name), name);
    }

    ReadyNamespace control() {
        return namespace(ClusterOptions.CONTROL_NAMESPACE);
    }

    ReadyNamespace servers(Zone zone) {
        return namespace(
                switch (zone) {
                    case MESH -> options.to();
                    case PLAIN -> ClusterOptions.PLAIN_NAMESPACE;
                });
    }

    ReadyNamespace clients(Zone zone) {
        return namespace(
                switch (zone) {
                    case MESH -> options.from();
                    case PLAIN -> ClusterOptions.PLAIN_NAMESPACE;
                });
    }

    /** Where a server is. */
    ReadyNamespace of(ServerOrder order) {
        return order.namespace().isEmpty() ? servers(order.zone()) : namespace(order.namespace());
    }

    /** Where a client is. */
    ReadyNamespace of(ClientPlace place) {
        return place.namespace().isEmpty() ? clients(place.zone()) : namespace(place.namespace());
    }

    Stream<ServerOrder> serversIn(Zone zone) {
        return coverage.servers().stream().filter(order -> order.zone() == zone);
    }

    Stream<ClientPlace> clientsIn(Zone zone) {
        return coverage.clients().stream().filter(place -> place.zone() == zone);
    }
}
