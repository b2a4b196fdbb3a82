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
import java.util.function.Consumer;

/** What went from an address to a port of another: the nodes of both ends may have counted it. */
record CountedPair(IpAddress client, IpAddress server, int port, List<OnNode> counts) {
    private static final int AT_ONCE = 40_000;

    record OnNode(String node, FlowCount count) {}

    private record Key(IpAddress client, IpAddress server, int port) {}

    /** Each pair once, with a bounded number of counts unpacked at a time. */
    static void forEach(List<NodeFlows> nodes, Consumer<CountedPair> then) {
        long all = nodes.stream().mapToLong(node -> node.counts().size()).sum();
        int parts = (int) (1 + all / AT_ONCE);
        for (int part = 0; part < parts; part++) {
            pairs(nodes, part, parts).forEach(then);
        }
    }

    private static Collection<CountedPair> pairs(List<NodeFlows> nodes, int part, int parts) {
        Map<Key, CountedPair> pairs = new LinkedHashMap<>();
        for (NodeFlows node : nodes) {
            node.forEach(
                    part,
                    parts,
                    count -> pairs.computeIfAbsent(
                                    new Key(count.client(), count.server(), count.port()),
                                    key -> new CountedPair(key.client(), key.server(), key.port(), new ArrayList<>(2)))
                            .counts()
                            .add(new OnNode(node.node(), count)));
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
