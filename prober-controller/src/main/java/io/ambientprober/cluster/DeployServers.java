package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes servers and Services, and waits until each is ready and, where its namespace says so, enrolled. */
final class DeployServers {
    /** A ready pod of an ambient namespace that istio-cni has not enrolled by then will not be. */
    private static final Duration ENROLMENT = Duration.ofSeconds(20);

    private final Workplace work;
    private final @Nullable StandingCanaries standing;

    /** @param standing the servers in the mesh; null to make fresh ones */
    DeployServers(Workplace work, @Nullable StandingCanaries standing) {
        this.work = work;
        this.standing = standing;
    }

    List<ServerPlace> call(List<ServerOrder> orders, Duration timeout) throws SiteException {
        work.together()
                .all(orders.stream()
                        .filter(order -> standing == null || order.zone() == Zone.PLAIN)
                        .map(this::creation)
                        .toList());
        Plot mesh = work.servers(Zone.MESH);
        work.cluster().create(work.objects().headless(mesh.namespace(), mesh.owner(), work.serverSelector()));
        List<Together.Work<ServerPlace>> places = new ArrayList<>();
        for (ServerOrder order : orders) {
            places.add(() -> place(order, timeout));
        }
        return work.together().all(places);
    }

    private Together.Work<Boolean> creation(ServerOrder order) {
        return () -> {
            Plot plot = work.servers(order.zone());
            String account = order.zone() == Zone.MESH ? work.scope().name(RunObjects.SERVER) : null;
            work.cluster()
                    .create(work.objects()
                            .server(
                                    plot.namespace(),
                                    order,
                                    plot.owner(),
                                    work.recipe().server(order.node(), account, work.scope())));
            return true;
        };
    }

    private ServerPlace place(ServerOrder order, Duration timeout) throws SiteException {
        Plot plot = work.servers(order.zone());
        io.fabric8.kubernetes.api.model.Service made = work.cluster()
                .create(work.objects().service(plot.namespace(), order.name(), plot.owner(), selector(order)));
        Service service = new Service(
                made.getMetadata().getName(), dialled(made.getSpec().getClusterIPs()), RunObjects.SERVICE_PORT);
        Server server = standing != null && order.zone() == Zone.MESH
                ? standing.server(order.node())
                : server(order, plot, timeout);
        return new ServerPlace(
                order, server, service, order.zone() == Zone.MESH ? new FindWaypoint(work).call(plot) : null);
    }

    private Map<String, String> selector(ServerOrder order) {
        return standing != null && order.zone() == Zone.MESH
                ? standing.selector(order.node())
                : work.objects().selector(order.name());
    }

    private Server server(ServerOrder order, Plot plot, Duration timeout) throws SiteException {
        PodName name = new PodName(plot.namespace(), work.scope().name(order.name()));
        PodState pod = work.watch().await(name, seen -> readyOrHeldBack(seen, order), timeout);
        if (pod == null) {
            throw work.late(name, "ready");
        }
        if (work.heldBack(pod, order.node())) {
            work.note("pod " + name + " is kept from starting: no ztunnel on node " + order.node()
                    + " takes it into the mesh");
            return new Server(plot.namespace(), name.name(), order.node(), List.of(), CanaryPort.OPEN.usual(), false);
        }
        if (plot.ambient() && !pod.enrolled()) {
            pod = enrolled(name, pod, timeout);
        }
        return new Server(
                plot.namespace(), name.name(), order.node(), pod.ips(), CanaryPort.OPEN.usual(), pod.enrolled());
    }

    private @Nullable PodState readyOrHeldBack(PodState pod, ServerOrder order) throws SiteException {
        pod.requireHope();
        if (pod.ended()) {
            throw new SiteException(pod.name() + " ended by itself: " + pod.endedBecause());
        }
        return pod.ready() && !pod.ips().isEmpty() || work.heldBack(pod, order.node()) ? pod : null;
    }

    private PodState enrolled(PodName name, PodState ready, Duration timeout) throws SiteException {
        Duration atMost = timeout.compareTo(ENROLMENT) < 0 ? timeout : ENROLMENT;
        PodState pod = work.watch().await(name, seen -> seen.enrolled() ? seen : null, atMost);
        if (pod == null) {
            work.note("pod " + name + " is not enrolled, although its namespace is ambient");
            return ready;
        }
        return pod;
    }

    private List<IpAddress> dialled(List<String> addresses) throws SiteException {
        List<IpAddress> dialled = addresses.stream()
                .map(IpAddress::parse)
                .filter(address -> work.options().families().contains(IpFamily.of(address)))
                .toList();
        if (dialled.isEmpty()) {
            throw new SiteException("a Service has no address of the chosen families, only "
                    + String.join(", ", addresses) + "; see --ip-families");
        }
        return dialled;
    }
}
