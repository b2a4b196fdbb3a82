package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The canaries of one run inside the mesh, or outside: a pod for each client and for each server. One in the mesh is enrolled by istio-cni
 * before its container starts, so that all of its traffic is the mesh's.
 */
final class FreshCanaries implements Canaries {
    /** A ready pod of an ambient namespace that istio-cni has not enrolled by then will not be. */
    private static final Duration ENROLMENT = Duration.ofSeconds(20);

    private final RunContext context;
    private final Map<ClientPlace, RunPod> clients;

    FreshCanaries(RunContext context, Zone zone) {
        this.context = context;
        clients = context.blueprint().clientsIn(zone).collect(Collectors.toMap(Function.identity(), this::pod));
    }

    private RunPod pod(ClientPlace place) {
        return new RunPod(context, context.podOf(context.blueprint().of(place), place.name()), place.node());
    }

    @Override
    public List<RunPod> clients() {
        return List.copyOf(clients.values());
    }

    @Override
    public void await(Made made, Duration timeout) {
        // Each is waited for when it is asked for.
    }

    @Override
    public Server server(ServerOrder order, Duration timeout) throws SiteException {
        ReadyNamespace place = context.blueprint().of(order);
        PodName name = context.podOf(place, order.name());
        PodState pod = context.watch().await(name, seen -> readyOrHeldBack(seen, order), timeout);
        if (pod == null) {
            throw context.late(name, "ready");
        }
        if (context.heldBack(pod, order.node())) {
            context.note("pod " + name + " is kept from starting: no ztunnel on node " + order.node()
                    + " takes it into the mesh");
            return new Server(place.name(), name.name(), order.node(), List.of(), CanaryPort.OPEN.usual(), false);
        }
        if (place.annotates() && !pod.enrolled()) {
            pod = enrolled(name, pod, timeout);
        }
        return new Server(
                place.name(), name.name(), order.node(), pod.ips(), CanaryPort.OPEN.usual(), place.takes(pod));
    }

    private @Nullable PodState readyOrHeldBack(PodState pod, ServerOrder order) throws SiteException {
        pod.requireHope();
        pod.requireNotEnded();
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

    @Override
    public ClientRun client(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
        context.refusals().requireNone(place.namespace());
        RunPod pod = Objects.requireNonNull(clients.get(place), () -> "no client was made for " + place);
        Deadline end = new Deadline(System::nanoTime, timeout);
        PodState seen = pod.awaitAddress(end.atMost(pod.start()));
        if (seen == null) {
            throw context.late(pod.name(), "started");
        }
        Client client = new Client(
                pod.name().namespace(),
                pod.name().name(),
                pod.node(),
                seen.ips(),
                context.blueprint().of(place).takes(seen));
        return new FreshClient(context, order, pod, client, context.heldBack(seen, pod.node()), end);
    }

    @Override
    public void noMoreFor(ClientPlace place) {
        RunPod pod = clients.get(place);
        if (pod != null) {
            pod.close();
        }
    }

    @Override
    public @Nullable PodState pod(Server server) {
        return context.watch().now(new PodName(server.namespace(), server.pod()));
    }

    @Override
    public void close() {
        clients.values().forEach(RunPod::close);
    }

    private record FreshClient(
            RunContext context, CanaryOrder order, RunPod pod, Client client, boolean heldBack, Deadline end)
            implements ClientRun {
        /** A client that the mesh keeps from starting delivers nothing, which is its outcome. */
        @Override
        public ClientResult await(Duration timeout) throws SiteException {
            if (heldBack) {
                return new ClientResult(
                        CanaryOutcome.NOTHING_SENT,
                        List.of("its client is kept from starting: no ztunnel on node " + pod.node()
                                + " takes it into the mesh"));
            }
            if (pod.awaitRunning(end.atMost(pod.start())) == null) {
                throw context.late(pod.name(), "running");
            }
            return new OrderedCanaries(pod.body()).send(order, end.atMost(pod.start()), timeout);
        }
    }
}
