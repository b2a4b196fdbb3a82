package io.ambientprober.run;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.Plan;
import io.ambientprober.run.Site.Ready;
import java.util.List;

/**
 * Starts an agent on every node and arms its capture. A node whose agent does not run, or does not prove to be it, costs its own paths;
 * a run without any agent could prove nothing.
 */
final class ArmAgents {
    private final Ready ready;
    private final Deadline deadline;
    private final Parallel<SiteException> parallel;

    ArmAgents(Ready ready, Deadline deadline, Parallel<SiteException> parallel) {
        this.ready = ready;
        this.deadline = deadline;
        this.parallel = parallel;
    }

    /** In the order of the nodes. */
    List<Agent> call(List<String> nodes, Plan plan) throws SiteException {
        List<Agent> agents = parallel.map(nodes, node -> armed(node, plan));
        List<MissingAgent> missing = agents.stream()
                .filter(MissingAgent.class::isInstance)
                .map(MissingAgent.class::cast)
                .toList();
        if (missing.size() == agents.size()) {
            throw missing.getFirst().reason();
        }
        return agents;
    }

    private Agent armed(String node, Plan plan) {
        try {
            Agent agent = ready.startAgent(node, deadline.left());
            agent.arm(plan);
            return agent;
        } catch (SiteException e) {
            return new MissingAgent(node, e);
        }
    }
}
