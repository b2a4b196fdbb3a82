package io.ambientprober.run;

import io.ambientprober.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts an agent on every node and arms its capture. A node whose agent does not run, or does not prove to be it, costs its own paths;
 * a run without any agent could prove nothing.
 */
final class ArmAgents {
    private final Site site;
    private final Deadline deadline;
    private final Together together;

    ArmAgents(Site site, Deadline deadline, Together together) {
        this.site = site;
        this.deadline = deadline;
        this.together = together;
    }

    /** In the order of the nodes. */
    List<Agent> call(List<String> nodes, Plan plan) throws SiteException {
        List<Together.Work<Agent>> work = new ArrayList<>();
        for (String node : nodes) {
            work.add(() -> armed(node, plan));
        }
        List<Agent> agents = together.all(work);
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
            Agent agent = site.startAgent(node, deadline.left());
            agent.arm(plan);
            return agent;
        } catch (SiteException e) {
            return new MissingAgent(node, e);
        }
    }
}
