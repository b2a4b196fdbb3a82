package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
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

    private final RunContext context;
    private final @Nullable StandingCanaries standing;

    /** @param standing the servers in the mesh; null to make fresh ones */
    DeployServers(RunContext context, @Nullable StandingCanaries standing) {
        this.context = context;
        this.standing = standing;
    }

    List<ServerPlace> call(List<ServerOrder> orders, Duration timeout) throws SiteException {
        context.together()
                .all(orders.stream()
                        .filter(order -> standing == null || order.zone() == Zone.PLAIN)
                        .map(this::creation)
                        .toList());
        ReadyNamespace mesh = context.servers(Zone.MESH);
        context.cluster().create(context.objects().headless(mesh.name(), mesh.owner(), context.serverSelector()));
        List<Together.Work<ServerPlace>> places = new ArrayList<>();
        for (ServerOrder order : orders) {
            places.add(() -> place(order, timeout));
        }
        return context.together().all(places);
    }

    private Together.Work<Boolean> creation(ServerOrder order) {
        return () -> {
            ReadyNamespace place = context.servers(order.zone());
            String account = order.zone() == Zone.MESH ? context.scope().name(RunObjects.SERVER) : null;
            context.cluster()
                    .create(context.objects()
                            .server(
                                    place.name(),
                                    order,
                                    place.owner(),
                                    context.recipe()
                                            .server(
                                                    order.node(),
                                                    account,
                                                    context.own().fingerprint().hex(),
                                                    context.scope())));
            return true;
        };
    }

    private ServerPlace place(ServerOrder order, Duration timeout) throws SiteException {
        ReadyNamespace place = context.servers(order.zone());
        io.fabric8.kubernetes.api.model.Service made = context.cluster()
                .create(context.objects().service(place.name(), order.name(), place.owner(), selector(order)));
        Service service = new Service(
                made.getMetadata().getName(), dialled(made.getSpec().getClusterIPs()), RunObjects.SERVICE_PORT);
        Server server = standing != null && order.zone() == Zone.MESH
                ? standing.server(order.node())
                : server(order, place, timeout);
        return new ServerPlace(
                order, server, service, order.zone() == Zone.MESH ? new FindWaypoint(context).call(place) : null);
    }

    private Map<String, String> selector(ServerOrder order) {
        return standing != null && order.zone() == Zone.MESH
                ? standing.selector(order.node())
                : context.objects().selector(order.name());
    }

    private Server server(ServerOrder order, ReadyNamespace place, Duration timeout) throws SiteException {
        PodName name = new PodName(place.name(), context.scope().name(order.name()));
        PodState pod = context.watch().await(name, seen -> readyOrHeldBack(seen, order), timeout);
        if (pod == null) {
            throw context.late(name, "ready");
        }
        if (context.heldBack(pod, order.node())) {
            context.note("pod " + name + " is kept from starting: no ztunnel on node " + order.node()
                    + " takes it into the mesh");
            return new Server(place.name(), name.name(), order.node(), List.of(), CanaryPort.OPEN.usual(), false);
        }
        if (place.ambient() && !pod.enrolled()) {
            pod = enrolled(name, pod, timeout);
        }
        return new Server(place.name(), name.name(), order.node(), pod.ips(), CanaryPort.OPEN.usual(), pod.enrolled());
    }

    private @Nullable PodState readyOrHeldBack(PodState pod, ServerOrder order) throws SiteException {
        pod.requireHope();
        if (pod.ended()) {
            throw new SiteException(pod.name() + " ended by itself: " + pod.endedBecause());
        }
        return pod.ready() && !pod.ips().isEmpty() || context.heldBack(pod, order.node()) ? pod : null;
    }

    private PodState enrolled(PodName name, PodState ready, Duration timeout) throws SiteException {
        Duration atMost = timeout.compareTo(ENROLMENT) < 0 ? timeout : ENROLMENT;
        PodState pod = context.watch().await(name, seen -> seen.enrolled() ? seen : null, atMost);
        if (pod == null) {
            context.note("pod " + name + " is not enrolled, although its namespace is ambient");
            return ready;
        }
        return pod;
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
