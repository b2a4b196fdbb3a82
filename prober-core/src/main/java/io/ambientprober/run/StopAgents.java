package io.ambientprober.run;

import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.Agent.Observations;
import java.util.ArrayList;
import java.util.List;

/** Ends the captures and collects what was seen. A lost agent is a tap that captured nothing: its paths cannot pass. */
final class StopAgents {
    private final Deadline deadline;
    private final Together together;
    private final RunEvent.Listener listener;

    StopAgents(Deadline deadline, Together together, RunEvent.Listener listener) {
        this.deadline = deadline;
        this.together = together;
        this.listener = listener;
    }

    List<Observations> call(List<Agent> agents) throws SiteException {
        List<Together.Work<Observations>> works = new ArrayList<>();
        for (Agent agent : agents) {
            works.add(() -> stop(agent));
        }
        return together.all(works);
    }

    private Observations stop(Agent agent) {
        try {
            return agent.stop(deadline.left());
        } catch (SiteException e) {
            String reason = "the agent of node " + agent.node() + " was lost: " + e.getMessage();
            listener.event(new RunEvent.Note(reason));
            return nothing(agent.node(), reason);
        }
    }

    private static Observations nothing(String node, String reason) {
        Tap tap = new Tap(node, node, node + ".pcapng", "LINUX_SLL2", 0, 0, 0);
        TapReading reading = new TapReading(node, 0, 0, 0, 0, 0, List.of(reason));
        return new Observations(new NodeEvidence(node, List.of(reading), List.of(), List.of(), List.of()), tap);
    }
}
