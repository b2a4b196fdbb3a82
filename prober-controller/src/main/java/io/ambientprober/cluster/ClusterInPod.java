package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.causes.EgressPolicies;
import io.ambientprober.cluster.causes.Scope;
import io.ambientprober.cluster.enrolled.NamespacePods.RunningPod;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.run.InPod;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A pod of somebody else's in a cluster, from within which canaries are sent. */
record ClusterInPod(RunContext context, RunningPod chosen) implements InPod {
    private static final Duration POLICIES = Duration.ofSeconds(10);

    @Override
    public Client client() {
        EnrolledPod pod = chosen.pod();
        return new Client(pod.pod().namespace(), pod.pod().name(), pod.node(), pod.ips(), true);
    }

    @Override
    public List<CanaryOutcome> send(List<CanaryOrder> orders, Duration timeout) throws SiteException {
        EphemeralRecipe recipe = new EphemeralRecipe(context.options().image(), chosen.root());
        return new EphemeralCanary(
                        context.cluster(),
                        recipe,
                        chosen.pod().pod(),
                        context.scope().name(RunObjects.CLIENT))
                .send(orders, timeout);
    }

    @Override
    public Optional<String> egressPolicy() {
        Scope.Place from = new Scope.Place(
                chosen.pod().pod().namespace(),
                Scope.Role.CLIENT,
                chosen.labels(),
                CanaryPort.OPEN.usual(),
                chosen.pod().serviceAccount());
        Blueprint run = context.blueprint();
        Scope.Place to = new CanaryPlaces(run.canaries(), run.options(), run.scope())
                .server(context.servers(Zone.MESH).name());
        Scope scope = new Scope(
                List.of(chosen.pod().node()),
                List.of(from, to),
                context.mesh().settings().rootNamespace());
        return EgressPolicies.refusing(context.cluster().client(), scope, POLICIES);
    }
}
