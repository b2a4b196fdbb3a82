package io.ambientprober.run;

import io.ambientprober.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Starts an agent on every node and arms its capture; a run without all of them could prove nothing. */
final class ArmAgents {
    private final Site site;
    private final Deadline deadline;
    private final Together together;

    ArmAgents(Site site, Deadline deadline, Together together) {
        this.site = site;
        this.deadline = deadline;
        this.together = together;
    }

    List<Agent> call(List<String> nodes, Plan plan) throws SiteException {
        List<Together.Work<Agent>> work = new ArrayList<>();
        for (String node : nodes) {
            work.add(() -> {
                Agent agent = site.startAgent(node, deadline.left());
                agent.arm(plan);
                return agent;
            });
        }
        return together.all(work);
    }
}
