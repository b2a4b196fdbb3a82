package io.ambientprober.cluster;

import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the policies of a run hold: a pod of the mesh watches both ports of every server until they do for it, as it is not the client
 * that the ALLOW names. Where they never hold, the clients' outcomes say so.
 */
final class RunPolicies implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(30);
    private static final int MAX_NAMED = 20;

    private final RunContext context;
    private final RunPod pod;

    RunPolicies(RunContext context) {
        this.context = context;
        pod = new RunPod(
                context,
                context.podOf(context.clients(Zone.MESH), RunObjects.GATE),
                context.blueprint().nodes().getFirst());
    }

    RunPod pod() {
        return pod;
    }

    void await(List<ServerPlace> servers, Duration timeout) {
        List<ServerPlace> meshed = servers.stream()
                .filter(place -> place.server().enrolled())
                .filter(place ->
                        context.mesh().ztunnels().contains(place.order().node()))
                .toList();
        if (meshed.isEmpty()) {
            context.note("no server is in the mesh; whether policies hold is not waited for");
            return;
        }
        try {
            List<String> open = ask(meshed, timeout);
            if (!open.isEmpty()) {
                context.note("policies: not in force on " + named(open));
            }
        } catch (SiteException | IOException e) {
            context.note("whether the policies are in force cannot be told: " + e.getMessage());
        }
    }

    /** As many at a time as an order takes: the ports that are not held. */
    private List<String> ask(List<ServerPlace> servers, Duration timeout) throws SiteException, IOException {
        Deadline deadline = new Deadline(System::nanoTime, timeout);
        if (pod.awaitRunning(START) == null) {
            throw context.late(pod.name(), "running");
        }
        List<IpAddress> targets =
                servers.stream().map(place -> place.server().ips().getFirst()).toList();
        List<String> open = new ArrayList<>();
        for (int from = 0; from < targets.size(); from += GateOrder.MOST) {
            GateOrder order =
                    new GateOrder(targets.subList(from, Math.min(targets.size(), from + GateOrder.MOST)), PATIENCE);
            open.addAll(GateOutcome.read(
                            pod.body().carryOut("gate-" + from, order, START, deadline.atMost(PATIENCE.plus(START))))
                    .open());
        }
        return open;
    }

    private static String named(List<String> open) {
        Stream<String> more =
                open.size() > MAX_NAMED ? Stream.of("%d more".formatted(open.size() - MAX_NAMED)) : Stream.of();
        return String.join(
                ", ", Stream.concat(open.stream().limit(MAX_NAMED), more).toList());
    }

    @Override
    public void close() {
        pod.close();
    }
}
