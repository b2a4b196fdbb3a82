package io.ambientprober.api;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan, taken apart by nodes: what is the same for all of them is worked out once. */
public final class AgentOrders {
    private final Plan plan;
    private final AddressRanges ends;
    private final Map<String, List<ProbePath>> byNode;

    private AgentOrders(Plan plan) {
        this.plan = plan;
        Set<IpAddress> addresses =
                plan.paths().stream().flatMap(ProbePath::addresses).collect(Collectors.toSet());
        ends = AddressRanges.of(addresses, AgentOrder.MAX_RANGES);
        byNode = byNode(plan.paths());
    }

    public static AgentOrders of(Plan plan) {
        return new AgentOrders(plan);
    }

    public AgentOrder of(String node) {
        return new AgentOrder(
                new Plan(
                        plan.run(), plan.hbonePort(), plan.policies(), byNode.getOrDefault(node, List.of()), List.of()),
                ends);
    }

    /** The paths that begin or end on each node. */
    public static Map<String, List<ProbePath>> byNode(List<ProbePath> paths) {
        Map<String, List<ProbePath>> byNode = new HashMap<>();
        for (ProbePath path : paths) {
            path.nodes()
                    .forEach(node ->
                            byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(path));
        }
        return byNode;
    }
}
