package io.ambientprober.verdict;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What went from an address to a port of another: the nodes of both ends may have counted it. */
record CountedPair(IpAddress client, IpAddress server, int port, List<OnNode> counts) {
    record OnNode(String node, FlowCount count) {}

    private record Key(IpAddress client, IpAddress server, int port) {}

    static Collection<CountedPair> of(List<NodeFlows> nodes) {
        Map<Key, CountedPair> pairs = new LinkedHashMap<>();
        for (NodeFlows node : nodes) {
            for (FlowCount count : node.counts()) {
                pairs.computeIfAbsent(
                                new Key(count.client(), count.server(), count.port()),
                                key -> new CountedPair(key.client(), key.server(), key.port(), new ArrayList<>()))
                        .counts()
                        .add(new OnNode(node.node(), count));
            }
        }
        return pairs.values();
    }

    Instant first() {
        return counts.stream()
                .map(on -> on.count().first())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    Instant last() {
        return counts.stream()
                .map(on -> on.count().last())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** As a node counted it. */
    Optional<FlowCount> on(String node) {
        return counts.stream()
                .filter(on -> on.node().equals(node))
                .map(OnNode::count)
                .findFirst();
    }

    /** As any node counted it. */
    OnNode any() {
        return counts.getFirst();
    }
}
