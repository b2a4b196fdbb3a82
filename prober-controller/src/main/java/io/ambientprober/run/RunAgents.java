package io.ambientprober.run;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.run.Site.Ready;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The agents of a run's nodes: each is waited for once, and whatever needs it goes on as soon as it answers. */
final class RunAgents implements AutoCloseable {
    private final Map<String, Background<Agent>> agents = new LinkedHashMap<>();
    private final Map<String, String> lost = new ConcurrentHashMap<>();

    private RunAgents() {}

    /** @param atOnce how many are started at a time */
    static RunAgents begin(Ready ready, List<String> nodes, Deadline deadline, int atOnce) {
        RunAgents begun = new RunAgents();
        Semaphore permits = new Semaphore(atOnce);
        nodes.forEach(node -> begun.agents.put(
                node, Background.begin("agent of " + node, () -> start(ready, node, deadline, permits))));
        return begun;
    }

    private static Agent start(Ready ready, String node, Deadline deadline, Semaphore permits) throws SiteException {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
        try {
            return ready.startAgent(node, deadline.left());
        } finally {
            permits.release();
        }
    }

    List<String> nodes() {
        return List.copyOf(agents.keySet());
    }

    /**
     * Waits until it answers.
     *
     * @throws SiteException when it does not
     */
    Agent get(String node) throws SiteException {
        try {
            return Objects.requireNonNull(agents.get(node), node).get();
        } catch (SiteException e) {
            lose(node, "node " + node + " has no agent: " + e.getMessage());
            throw e;
        }
    }

    /** Remembers that a node has no agent any more. */
    void lose(String node, String why) {
        lost.putIfAbsent(node, why);
    }

    /** Why, by node. */
    Map<String, String> lost() {
        return Map.copyOf(lost);
    }

    @Override
    public void close() {
        agents.values().forEach(Background::close);
    }
}
