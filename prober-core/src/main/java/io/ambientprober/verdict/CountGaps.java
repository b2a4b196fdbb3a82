package io.ambientprober.verdict;

import io.ambientprober.flow.NodeFlows;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why what nodes counted does not show that nothing else was sent. */
final class CountGaps {
    private final Map<String, NodeFlows> nodes;
    private final Map<String, Set<IpAddress>> blind;

    CountGaps(List<NodeFlows> counted) {
        nodes = counted.stream().collect(Collectors.toMap(NodeFlows::node, Function.identity()));
        blind = counted.stream().collect(Collectors.toMap(NodeFlows::node, node -> Set.copyOf(node.blind())));
    }

    /** Of a node as a whole, in words; none of a node that is not covered. */
    List<String> of(String node) {
        NodeFlows counted = nodes.get(node);
        return counted == null ? List.of() : of(counted);
    }

    private static List<String> of(NodeFlows counted) {
        List<String> gaps = new ArrayList<>();
        if (counted.packets() == 0) {
            gaps.add("the count of node " + counted.node() + " saw no packet");
        }
        if (counted.dropped() > 0) {
            gaps.add("the count of node " + counted.node() + " lost " + counted.dropped() + " packets or connections");
        }
        counted.notes().forEach(note -> gaps.add("node " + counted.node() + ": " + note));
        return gaps;
    }

    /** Of a pod at this address of a node, in words. */
    List<String> of(String node, IpAddress address) {
        List<String> gaps = new ArrayList<>(of(node));
        if (isBlind(node, address)) {
            gaps.add(unseen(node, address));
        }
        return gaps;
    }

    /** Whether a node does not see the device of a pod at this address. */
    boolean isBlind(String node, IpAddress address) {
        return blind.getOrDefault(node, Set.of()).contains(address);
    }

    /** That, in words. */
    static String unseen(String node, IpAddress address) {
        return "node " + node + " does not see the device of " + address;
    }
}
