package io.ambientprober.cluster;

import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client in a pod of its own: enrolled by istio-cni before its container starts, so that all of its traffic is the mesh's. */
final class FreshClient implements ClientRun {
    /** Until a pod is scheduled and its network is made. */
    private static final Duration START = Duration.ofMinutes(1);

    private final Workplace work;
    private final ClientOrder order;
    private final OneShotPod pod;
    private final Plot plot;
    private boolean heldBack;

    private FreshClient(Workplace work, ClientOrder order, OneShotPod pod, Plot plot) {
        this.work = work;
        this.order = order;
        this.pod = pod;
        this.plot = plot;
    }

    static FreshClient start(Workplace work, ClientOrder order) throws SiteException {
        Plot plot = work.clients(order.zone());
        String account = order.zone() == Zone.MESH ? work.scope().name(RunObjects.CLIENT) : null;
        OneShotPod pod = OneShotPod.start(
                work,
                plot,
                order.name(),
                RunObjects.CLIENT,
                work.recipe()
                        .client(order.node(), account, work.own().fingerprint().hex(), work.scope()));
        return new FreshClient(work, order, pod, plot);
    }

    @Override
    public Client client() throws SiteException {
        PodState seen = pod.awaitAddress(order.node(), START);
        if (seen == null) {
            SiteException late = work.late(pod.name(), "started");
            pod.remove();
            throw late;
        }
        heldBack = work.heldBack(seen, order.node());
        return new Client(plot.namespace(), pod.name().name(), order.node(), seen.ips(), seen.enrolled());
    }

    /** A client that the mesh keeps from starting delivers nothing, which is its outcome. */
    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        try {
            if (heldBack) {
                work.note(
                        order,
                        "its client is kept from starting: no ztunnel on node " + order.node()
                                + " takes it into the mesh");
                return new Outcome(0, 0, List.of(), null, null);
            }
            if (pod.awaitRunning(START) == null) {
                throw work.late(pod.name(), "running");
            }
            return new OrderedCanary(work, pod.name(), work.own()).send(order, pod::requireAlive, START, timeout);
        } finally {
            if (!work.options().keep()) {
                pod.remove();
            }
        }
    }
}
