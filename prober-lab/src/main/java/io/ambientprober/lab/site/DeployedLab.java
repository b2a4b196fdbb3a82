package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.ServiceRules;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Site.Deployed;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Section;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lab whose servers were started. */
record DeployedLab(
        LabRun run, List<LabServer> servers, @Nullable Waypoint waypoint, Section<LabTenants> tenants)
        implements Deployed {
    /** Of a Service, with the pod's. */
    private static final Map<Integer, Integer> PORTS = Map.of(
            CanaryPort.SERVICE,
            CanaryPort.OPEN.usual(),
            CanaryPort.DENIED.usual(),
            CanaryPort.DENIED.usual(),
            CanaryPort.IDENTITY.usual(),
            CanaryPort.IDENTITY.usual());

    @Override
    public Ready ready(Duration timeout) throws SiteException {
        try {
            Map<IpAddress, Pod> backends = new HashMap<>();
            List<ServerPlace> places = new ArrayList<>();
            for (LabServer server : servers) {
                // It says so once it listens.
                server.process().hear(timeout);
                Service service = service(server);
                backends.put(service.ips().getFirst(), server.pod());
                places.add(place(server, service));
            }
            return new ReadyLab(run, servers, places, backends, tenants);
        } catch (IOException e) {
            throw new SiteException("the servers could not be made: " + e.getMessage(), e);
        }
    }

    private Service service(LabServer server) throws IOException {
        IpAddress ip = run.ip(server.pod());
        IpAddress vip = run.lab().network().serviceIp(ip.isV4());
        for (Node node : run.lab().network().nodes()) {
            ServiceRules.add(node, vip, ip, PORTS);
            run.undo().add(() -> ServiceRules.remove(node, vip, ip, PORTS));
        }
        Waypoint through = through(server);
        run.lab()
                .mesh()
                .addService(
                        vip, ip, PORTS, through == null ? null : through.ips().getFirst());
        return new Service(server.order().name(), List.of(vip), CanaryPort.SERVICE);
    }

    private ServerPlace place(LabServer server, Service service) {
        ServerOrder order = server.order();
        return new ServerPlace(
                order,
                new Server(
                        LabRun.namespace(order.zone()),
                        order.name(),
                        order.node(),
                        List.of(run.ip(server.pod())),
                        CanaryPort.OPEN.usual(),
                        order.zone() == Zone.MESH),
                service,
                through(server));
    }

    private @Nullable Waypoint through(LabServer server) {
        return server.order().zone() == Zone.MESH ? waypoint : null;
    }
}
