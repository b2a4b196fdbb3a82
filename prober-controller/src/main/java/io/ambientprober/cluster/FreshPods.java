package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Zone;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods that are made for one run. */
record FreshPods() implements CanaryPods {
    @Override
    public List<InventoryRow> rows(ClusterOptions options) {
        List<String> servers = options.serverNamespaces();
        List<String> clients = options.clientNamespaces();
        return List.of(
                InventoryRow.ofRun(
                        RunObjects.SERVER,
                        Kind.SERVICE_ACCOUNT,
                        servers,
                        run -> servers.stream().map(run::namespace),
                        (run, place) -> run.objects().serviceAccount(place, RunObjects.SERVER)),
                InventoryRow.ofRun(
                        RunObjects.CLIENT,
                        Kind.SERVICE_ACCOUNT,
                        clients,
                        run -> clients.stream().map(run::namespace),
                        (run, place) -> run.objects().serviceAccount(place, RunObjects.CLIENT)),
                InventoryRow.commanded(RunObjects.CLIENT, clients, run -> run.clientsIn(Zone.MESH), FreshPods::client),
                InventoryRow.ofRun(
                        RunObjects.SERVER, Kind.POD, servers, run -> run.serversIn(Zone.MESH), FreshPods::server));
    }

    static HasMetadata client(Blueprint run, ClientPlace place) {
        String account = account(run, place.zone(), RunObjects.CLIENT);
        return run.objects()
                .pod(
                        run.of(place),
                        place.name(),
                        RunObjects.CLIENT,
                        run.recipe().client(place.node(), account, run.own().fingerprint(), run.scope()));
    }

    static HasMetadata server(Blueprint run, ServerOrder order) {
        String account = account(run, order.zone(), RunObjects.SERVER);
        return run.objects()
                .server(
                        run.of(order),
                        order,
                        run.recipe().server(order.node(), account, run.own().fingerprint(), run.scope()));
    }

    /** Outside the mesh nobody asks for an identity. */
    private static @Nullable String account(Blueprint run, Zone zone, String component) {
        return switch (zone) {
            case MESH -> run.scope().name(component);
            case PLAIN -> null;
        };
    }

    @Override
    public boolean pairsWithinNodes() {
        return true;
    }

    @Override
    public String serverAccount(RunScope scope) {
        return scope.name(RunObjects.SERVER);
    }

    @Override
    public String clientAccount(RunScope scope) {
        return scope.name(RunObjects.CLIENT);
    }

    @Override
    public Map<String, String> labels(RunScope scope, String component) {
        return scope.labels(component);
    }

    @Override
    public Map<String, String> serverSelector(RunObjects objects) {
        return objects.selector(null);
    }

    @Override
    public Map<String, String> serverSelector(RunObjects objects, ServerOrder order) {
        return objects.selector(order.name());
    }

    @Override
    public Credentials credentials(Cluster cluster, Credentials own) {
        return own;
    }

    @Override
    public Canaries open(RunContext context) {
        return new FreshCanaries(context, Zone.MESH);
    }
}
