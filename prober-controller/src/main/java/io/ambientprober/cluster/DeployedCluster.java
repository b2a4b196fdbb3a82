package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.FindWaypoint.Found;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Site.Deployed;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster in which all that a run needs was made; nothing of it was waited for. */
record DeployedCluster(RunContext context, RunPods pods, Made made) implements Deployed {
    /** Where others wait, too: a namespace whose pods are not ready by then will not have them. */
    private static final Duration OF_ONE_NAMESPACE = Duration.ofSeconds(60);

    @Override
    public ReadyCluster ready(Duration timeout) throws SiteException {
        pods.mesh().await(made, timeout);
        List<ServerOrder> orders = context.blueprint().coverage().servers();
        Map<String, String> refused = new ConcurrentHashMap<>();
        List<Server> servers = context.parallel().map(orders, order -> server(order, refused, timeout));
        Map<String, Found> waypoints = new HashMap<>();
        List<ServerPlace> places = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            ServerOrder order = orders.get(i);
            places.add(
                    order.zone() == Zone.PLAIN
                            ? new ServerPlace(order, servers.get(i), null, null)
                            : place(order, servers.get(i), refused, waypoint(order, waypoints)));
        }
        return ReadyCluster.of(context, pods, places, refused);
    }

    private Server server(ServerOrder order, Map<String, String> refused, Duration timeout) throws SiteException {
        String namespace = context.blueprint().of(order).name();
        Duration atMost = context.refusals().mayRefuse(namespace) && timeout.compareTo(OF_ONE_NAMESPACE) > 0
                ? OF_ONE_NAMESPACE
                : timeout;
        try {
            context.refusals().requireNone(namespace);
            return pods.canaries(order.zone()).server(order, atMost);
        } catch (SiteException e) {
            context.refusals().take(namespace, e);
            refused.put(order.name(), String.valueOf(e.getMessage()));
            return new Server(
                    namespace,
                    context.scope().name(order.name()),
                    order.node(),
                    List.of(),
                    CanaryPort.OPEN.usual(),
                    false);
        }
    }

    private Found waypoint(ServerOrder order, Map<String, Found> known) throws SiteException {
        ReadyNamespace place = context.blueprint().of(order);
        Found found = known.get(place.name());
        if (found == null) {
            found = new FindWaypoint(context.cluster()).call(place, context::note);
            known.put(place.name(), found);
        }
        return found;
    }

    private ServerPlace place(ServerOrder order, Server server, Map<String, String> refused, Found found)
            throws SiteException {
        String name = context.scope().name(order.name());
        List<String> addresses = made.addresses(name);
        if (addresses.isEmpty() && refused.containsKey(order.name())) {
            return new ServerPlace(order, server, null, null); // nothing to dial, and no path
        }
        return new ServerPlace(
                order,
                server,
                new Service(name, dialled(addresses), CanaryPort.SERVICE),
                found.waypoint(),
                found.ways());
    }

    private List<IpAddress> dialled(List<String> addresses) throws SiteException {
        List<IpAddress> dialled = addresses.stream()
                .map(IpAddress::parse)
                .filter(address -> context.options().families().contains(IpFamily.of(address)))
                .toList();
        if (dialled.isEmpty()) {
            throw new SiteException("a Service has no address of the chosen families, only "
                    + String.join(", ", addresses) + "; see --ip-families");
        }
        return dialled;
    }
}
