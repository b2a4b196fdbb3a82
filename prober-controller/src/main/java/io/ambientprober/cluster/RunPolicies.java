package io.ambientprober.cluster;

import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The policies of a run, and a pod of the mesh that watches both ports of every server until they hold for it: it is not the client that
 * the ALLOW names. Where they never hold, the clients' outcomes say so.
 */
final class RunPolicies implements AutoCloseable {
    private static final String NAME = "policy-gate";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(30);
    private static final int MAX_NAMED = 20;

    private final RunContext context;
    private final RunPod pod;

    private RunPolicies(RunContext context, RunPod pod) {
        this.context = context;
        this.pod = pod;
    }

    /** Makes policies and pod, and waits for nothing. */
    static RunPolicies begin(RunContext context, String node) throws SiteException {
        ReadyNamespace servers = context.servers(Zone.MESH);
        PolicyObjects policies = new PolicyObjects(context.objects());
        List<GenericKubernetesResource> made = List.of(
                policies.deny(servers, context.serverSelector()),
                policies.allow(servers, context.serverSelector(), principals(context, servers)));
        for (GenericKubernetesResource policy : made) {
            context.cluster().create(policy);
        }
        RunPod pod = RunPod.create(
                context,
                context.clients(Zone.MESH),
                "gate",
                NAME,
                node,
                context.recipe().client(node, null, context.own().fingerprint().hex(), context.scope()));
        return new RunPolicies(context, pod);
    }

    /** A waypoint in between is what the server then sees. */
    private static List<String> principals(RunContext context, ReadyNamespace servers) throws SiteException {
        List<String> principals = new ArrayList<>();
        principals.add(PolicyObjects.principal(context.options().from(), context.clientAccount()));
        for (Pod waypoint : new FindWaypoint(context).pods(servers)) {
            principals.add(PolicyObjects.principal(
                    waypoint.getMetadata().getNamespace(), waypoint.getSpec().getServiceAccountName()));
        }
        return principals.stream().distinct().toList();
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
            GateOutcome outcome = ask(meshed, timeout);
            if (!outcome.open().isEmpty()) {
                context.note("policies: not in force on " + named(outcome.open()));
            }
        } catch (SiteException | IOException e) {
            context.note("whether the policies are in force cannot be told: " + e.getMessage());
        }
    }

    private GateOutcome ask(List<ServerPlace> servers, Duration timeout) throws SiteException, IOException {
        GateOrder order = new GateOrder(
                servers.stream().map(place -> place.server().ips().getFirst()).toList(), PATIENCE);
        Duration atMost = PATIENCE.plus(START);
        if (pod.awaitRunning(START) == null) {
            throw context.late(pod.name(), "running");
        }
        return GateOutcome.read(
                pod.body().carryOut("gate", order, START, timeout.compareTo(atMost) < 0 ? timeout : atMost));
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
