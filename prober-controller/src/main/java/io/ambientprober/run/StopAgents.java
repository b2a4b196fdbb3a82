package io.ambientprober.run;

import io.ambientprober.api.AgentOrders;
import io.ambientprober.api.Observations;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Ends the captures and collects what was seen. A lost agent is a tap that captured nothing: its paths cannot pass. */
final class StopAgents {
    private final Deadline deadline;
    private final Parallel<SiteException> parallel;
    private final RunEvent.Listener listener;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    StopAgents(Deadline deadline, Parallel<SiteException> parallel, RunEvent.Listener listener) {
        this.deadline = deadline;
        this.parallel = parallel;
        this.listener = listener;
    }

    /**
     * What the nodes saw.
     *
     * @param silentNodes whose agents do not answer, or never did
     */
    record Stopped(List<KeptObservations> seen, Set<String> silentNodes) {}

    /** @param paths with their clients, as far as these became known */
    Stopped call(List<Agent> agents, List<ProbePath> paths) throws SiteException {
        Map<String, List<ProbePath>> byNode = AgentOrders.byNode(paths);
        return new Stopped(
                parallel.map(agents, agent -> stop(agent, clients(byNode.getOrDefault(agent.node(), List.of())))),
                Set.copyOf(silent));
    }

    private static Set<IpAddress> clients(List<ProbePath> paths) {
        return paths.stream().flatMap(path -> path.client().ips().stream()).collect(Collectors.toSet());
    }

    private KeptObservations stop(Agent agent, Set<IpAddress> clients) {
        try {
            return agent.stop(clients, deadline.left());
        } catch (SiteException e) {
            String reason = agent instanceof MissingAgent
                    ? "node " + agent.node() + " has no agent: " + e.getMessage()
                    : "the agent of node " + agent.node() + " was lost: " + e.getMessage();
            listener.event(new RunEvent.Note(reason));
            silent.add(agent.node());
            return KeptObservations.of(nothing(agent.node(), reason));
        }
    }

    private static Observations nothing(String node, String reason) {
        Tap tap = new Tap(node, node, OwnFolder.name(node, ".pcapng"), "LINUX_SLL2", 0, 0, 0);
        TapReading reading = new TapReading(node, 0, 0, 0, 0, 0, List.of(reason), List.of());
        return new Observations(
                new NodeEvidence(node, List.of(reading), List.of(), List.of(), List.of(), List.of()), tap);
    }
}
