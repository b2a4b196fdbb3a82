package io.ambientprober.run;

import io.ambientprober.api.FlowOrder;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Has every node's agent count the TCP of its enrolled pods, and tells it of pods that come and go meanwhile. */
final class CountFlows implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A run whose time is over still asks what was counted. */
    private static final Duration COLLECT = Duration.ofSeconds(10);

    private final RunCourse course;
    private final Tenants tenants;
    private final RunAgents agents;
    private final Instant began = Instant.now();
    private final Map<String, Set<IpAddress>> ordered = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private List<EnrolledPod> known = List.of();
    private @Nullable Background<Boolean> following;
    private Deadline least;

    private CountFlows(RunCourse course, Tenants tenants, RunAgents agents) {
        this.course = course;
        this.tenants = tenants;
        this.agents = agents;
        least = asLongAsAsked();
    }

    private Deadline asLongAsAsked() {
        return new Deadline(course.nanoTime(), course.options().flowsFor());
    }

    /** Returns when every agent counts that can. */
    static CountFlows begin(RunCourse course, Tenants tenants, RunAgents agents) throws SiteException {
        CountFlows count = new CountFlows(course, tenants, agents);
        count.order();
        // agents may have taken their time until they counted
        count.least = count.asLongAsAsked();
        count.following = Background.begin("pods that come and go", count::follow);
        return count;
    }

    private boolean follow() throws SiteException {
        try {
            while (true) {
                Thread.sleep(LOOK);
                order();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void order() throws SiteException {
        List<EnrolledPod> now = tenants.now();
        if (now.equals(known)) {
            return;
        }
        known = now;
        Map<String, Set<IpAddress>> local = new ConcurrentHashMap<>();
        for (EnrolledPod pod : now) {
            local.computeIfAbsent(pod.node(), _ -> new HashSet<>()).addAll(pod.ips());
        }
        List<String> changed = agents.nodes().stream()
                .filter(node -> !failed.containsKey(node))
                .filter(node -> !local.getOrDefault(node, Set.of()).isEmpty())
                .filter(node -> !local.getOrDefault(node, Set.of()).equals(ordered.get(node)))
                .toList();
        course.parallel().forEach(changed, node -> order(node, local.getOrDefault(node, Set.of())));
    }

    private void order(String node, Set<IpAddress> local) {
        try {
            ordered.put(node, local);
            agents.get(node).countFlows(new FlowOrder(local, Plan.HBONE_PORT));
        } catch (SiteException e) {
            failed.putIfAbsent(node, lost(node, e));
        }
    }

    private String lost(String node, SiteException e) {
        String why =
                agents.lost().getOrDefault(node, "the agent of node " + node + " did not count: " + e.getMessage());
        course.note("flows of node " + node + " are not known: " + e.getMessage());
        return why;
    }

    /** Waits until it was counted for as long as was asked for, and collects; one for each node, whose agent is not asked for more. */
    List<NodeFlows> end() throws SiteException {
        try {
            Thread.sleep(course.deadline().atMost(least.left()));
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
        close();
        return course.parallel().map(agents.nodes(), this::collected);
    }

    /** A node without pods in the mesh has nothing to count. */
    private NodeFlows collected(String node) {
        Set<IpAddress> local = ordered.getOrDefault(node, Set.of());
        if (local.isEmpty()) {
            return nothing(node, local, List.of());
        }
        String lost = agents.lost().get(node);
        if (lost != null) {
            return nothing(node, local, List.of(lost));
        }
        String failure = failed.get(node);
        try (Agent agent = agents.get(node)) {
            Duration left = course.deadline().left();
            NodeFlows flows = agent.flows(left.compareTo(COLLECT) < 0 ? COLLECT : left);
            if (!flows.node().equals(node)) {
                return nothing(node, local, List.of("the agent of node " + node + " answered for " + flows.node()));
            }
            return failure == null ? flows : unreliable(flows, failure);
        } catch (SiteException e) {
            return nothing(node, local, List.of(failure == null ? lost(node, e) : failure));
        }
    }

    private NodeFlows nothing(String node, Set<IpAddress> blind, List<String> notes) {
        return new NodeFlows(node, List.of(), 0, 0, List.copyOf(blind), began, Instant.now(), notes);
    }

    static NodeFlows unreliable(NodeFlows flows, String note) {
        List<String> notes = new ArrayList<>(flows.notes());
        notes.add(note);
        return new NodeFlows(
                flows.node(),
                flows.counts(),
                flows.packets(),
                flows.dropped(),
                flows.blind(),
                flows.from(),
                flows.to(),
                notes);
    }

    /** Orders no more; agents go on until they are asked, or their lease ends. */
    @Override
    public void close() {
        Background<Boolean> running = following;
        if (running != null) {
            running.close();
        }
    }
}
