package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a run, and the ways to them.
 *
 * @param mesh canaries in the mesh
 * @param plain canaries outside of it, the control
 * @param policies none where they are not probed
 */
record RunPods(AgentPods agents, Canaries mesh, Canaries plain, Optional<RunPolicies> policies) {
    /**
     * Before any of them is made.
     *
     * @param timeout for each agent to be connected to
     */
    static RunPods open(RunSetup setup, RunContext context, Duration timeout) throws SiteException {
        AgentPods agents = new AgentPods(context, timeout);
        setup.cleanup().closes(agents::close);
        Canaries plain = new FreshCanaries(context, Zone.PLAIN);
        setup.cleanup().closes(plain::close);
        Canaries mesh = setup.canaries().open(context);
        setup.cleanup().closes(mesh::close);
        Optional<RunPolicies> policies = setup.policies() ? Optional.of(new RunPolicies(context)) : Optional.empty();
        policies.ifPresent(gate -> setup.cleanup().closes(gate::close));
        return new RunPods(agents, mesh, plain, policies);
    }

    /** What is to be begun as soon as each is made. */
    Map<PodName, Runnable> begin() {
        Map<PodName, Runnable> begin = agents.begin();
        Stream.of(mesh.clients().stream(), plain.clients().stream(), policies.map(RunPolicies::pod).stream())
                .flatMap(pods -> pods)
                .forEach(pod -> begin.put(pod.name(), pod::begin));
        return begin;
    }

    Canaries canaries(Zone zone) {
        return switch (zone) {
            case MESH -> mesh;
            case PLAIN -> plain;
        };
    }

    /** What is known of a server's pod now; null when it is gone. */
    @Nullable
    PodState now(ServerPlace server) {
        return canaries(server.order().zone()).pod(server.server());
    }
}
