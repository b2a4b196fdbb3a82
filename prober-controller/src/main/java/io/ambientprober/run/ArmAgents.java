package io.ambientprober.run;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.AgentOrders;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.Plan;
import java.util.List;

/**
 * Arms the capture of every node's agent. A node whose agent does not run, or cannot prove that it is the agent, costs its own paths;
 * a run without any agent could prove nothing.
 */
final class ArmAgents {
    private final RunAgents started;
    private final Parallel<SiteException> parallel;

    ArmAgents(RunAgents started, Parallel<SiteException> parallel) {
        this.started = started;
        this.parallel = parallel;
    }

    /** In the order of the nodes. */
    List<Agent> call(Plan plan) throws SiteException {
        AgentOrders orders = AgentOrders.of(plan);
        List<Agent> agents = parallel.map(started.nodes(), node -> armed(node, orders.of(node)));
        List<MissingAgent> missing = agents.stream()
                .filter(MissingAgent.class::isInstance)
                .map(MissingAgent.class::cast)
                .toList();
        if (missing.size() == agents.size()) {
            throw missing.getFirst().reason();
        }
        return agents;
    }

    private Agent armed(String node, AgentOrder order) {
        try {
            Agent agent = started.get(node);
            agent.arm(order);
            return agent;
        } catch (SiteException e) {
            started.lose(node, "node " + node + " has no agent: " + e.getMessage());
            return new MissingAgent(node, e);
        }
    }
}
