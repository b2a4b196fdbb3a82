package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Site.Deployed;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster in which all that a run needs was made; nothing of it was waited for. */
record DeployedCluster(RunContext context, RunPods pods, Made made) implements Deployed {
    @Override
    public ReadyCluster ready(Duration timeout) throws SiteException {
        pods.mesh().await(made, timeout);
        List<ServerOrder> orders = context.blueprint().coverage().servers();
        List<Server> servers = context.parallel()
                .map(orders, order -> pods.canaries(order.zone()).server(order, timeout));
        Waypoint waypoint =
                orders.isEmpty() ? null : new FindWaypoint(context.cluster()).call(context.servers(Zone.MESH));
        List<ServerPlace> places = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            places.add(place(orders.get(i), servers.get(i), waypoint));
        }
        return ReadyCluster.of(context, pods, places);
    }

    private ServerPlace place(ServerOrder order, Server server, @Nullable Waypoint waypoint) throws SiteException {
        String name = context.scope().name(order.name());
        Service service = new Service(name, dialled(made.addresses(name)), CanaryPort.SERVICE);
        return new ServerPlace(order, server, service, order.zone() == Zone.MESH ? waypoint : null);
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
