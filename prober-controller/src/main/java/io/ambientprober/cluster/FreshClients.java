package io.ambientprober.cluster;

import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one run, a pod on each node: enrolled by istio-cni before its container starts, so that all of its traffic is the mesh's.
 */
final class FreshClients implements AutoCloseable {
    private final RunContext context;
    private final Map<ClientPlace, RunPod> pods = new ConcurrentHashMap<>();

    FreshClients(RunContext context) {
        this.context = context;
    }

    /** Creates them, and waits for nothing. */
    void begin(List<ClientPlace> places) throws SiteException {
        List<Together.Work<Boolean>> works = new ArrayList<>();
        for (ClientPlace place : places) {
            works.add(() -> {
                pods.put(place, create(place));
                return true;
            });
        }
        context.together().all(works);
    }

    private RunPod create(ClientPlace place) throws SiteException {
        return RunPod.create(
                context,
                context.clients(place.zone()),
                place.name(),
                RunObjects.CLIENT,
                place.node(),
                context.recipe()
                        .client(
                                place.node(),
                                place.zone() == Zone.MESH ? context.scope().name(RunObjects.CLIENT) : null,
                                context.own().fingerprint().hex(),
                                context.scope()));
    }

    /** Any of those outside the mesh. */
    List<RunPod> strangers() {
        return pods.entrySet().stream()
                .filter(pod -> pod.getKey().zone() == Zone.PLAIN)
                .map(Map.Entry::getValue)
                .toList();
    }

    ClientRun client(ClientOrder order) throws SiteException {
        RunPod pod = Objects.requireNonNull(pods.get(order.place()), () -> "no client was made for " + order.place());
        PodState seen = pod.awaitAddress(RunPod.START);
        if (seen == null) {
            throw context.late(pod.name(), "started");
        }
        ReadyNamespace place = context.clients(order.place().zone());
        Client client = new Client(place.name(), pod.name().name(), pod.node(), seen.ips(), seen.enrolled());
        return new FreshClient(context, order, pod, client, context.heldBack(seen, pod.node()));
    }

    @Override
    public void close() {
        pods.values().forEach(RunPod::close);
    }

    private record FreshClient(RunContext context, ClientOrder order, RunPod pod, Client client, boolean heldBack)
            implements ClientRun {
        /** A client that the mesh keeps from starting delivers nothing, which is its outcome. */
        @Override
        public @Nullable Outcome await(Duration timeout) throws SiteException {
            if (heldBack) {
                context.note(
                        order,
                        "its client is kept from starting: no ztunnel on node " + pod.node()
                                + " takes it into the mesh");
                return new Outcome(0, 0, List.of(), null, null);
            }
            if (pod.awaitRunning(RunPod.START) == null) {
                throw context.late(pod.name(), "running");
            }
            return new OrderedCanaries(context, pod.body()).send(order, RunPod.START, timeout);
        }
    }
}
