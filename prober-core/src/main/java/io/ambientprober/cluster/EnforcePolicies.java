package io.ambientprober.cluster;

import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the policies, and has a pod of the mesh watch both ports of every server until they hold for it: it is not the client that the
 * ALLOW names. Where they never hold, the clients' outcomes say so.
 */
final class EnforcePolicies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(30);

    private final Workplace work;

    EnforcePolicies(Workplace work) {
        this.work = work;
    }

    void call(List<ServerPlace> servers, Duration timeout) throws SiteException {
        Plot plot = work.servers(Zone.MESH);
        PolicyObjects policies = new PolicyObjects(work.objects());
        List<GenericKubernetesResource> made = List.of(
                policies.deny(plot, work.serverSelector()),
                policies.allow(plot, work.serverSelector(), principals(plot)));
        for (GenericKubernetesResource policy : made) {
            work.cluster().create(policy);
        }
        List<ServerPlace> meshed = servers.stream()
                .filter(place -> place.server().enrolled())
                .filter(place -> work.mesh().ztunnels().contains(place.order().node()))
                .toList();
        if (meshed.isEmpty()) {
            work.note("no server is in the mesh; whether policies hold is not waited for");
        } else {
            await(meshed, timeout);
        }
    }

    /** A waypoint in between is what the server then sees. */
    private List<String> principals(Plot servers) throws SiteException {
        List<String> principals = new ArrayList<>();
        principals.add(PolicyObjects.principal(work.options().from(), work.clientAccount()));
        for (Pod waypoint : new FindWaypoint(work).pods(servers)) {
            principals.add(PolicyObjects.principal(
                    waypoint.getMetadata().getNamespace(), waypoint.getSpec().getServiceAccountName()));
        }
        return principals.stream().distinct().toList();
    }

    private void await(List<ServerPlace> servers, Duration timeout) throws SiteException {
        List<String> arguments = new ArrayList<>(
                List.of("policy-gate", "--patience", PATIENCE.toMillis() + "ms", "--outcome", PodRecipe.OUTCOME_FILE));
        for (ServerPlace place : servers) {
            IpAddress ip = place.server().ips().getFirst();
            arguments.addAll(List.of("--target", ip.toString()));
        }
        Plot plot = work.clients(Zone.MESH);
        OneShotPod gate = OneShotPod.start(
                work,
                plot,
                "gate",
                "policy-gate",
                work.recipe().once(servers.getFirst().order().node(), null, arguments));
        try {
            Duration atMost = PATIENCE.plus(START);
            String message = gate.awaitMessage(timeout.compareTo(atMost) < 0 ? timeout : atMost);
            if (message == null) {
                work.note("whether the policies are in force was not told in time; the clients will say");
            } else if (!message.isBlank()) {
                work.note("policies: " + message.strip());
            }
        } catch (SiteException e) {
            work.note("whether the policies are in force cannot be told: " + e.getMessage());
        } finally {
            gate.remove();
        }
    }
}
