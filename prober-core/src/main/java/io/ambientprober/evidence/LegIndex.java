package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections that all nodes saw, by where they went. */
final class LegIndex {
    private final Map<Leg, List<Seen<Connection>>> connections = new HashMap<>();

    /** Comparable, so that a map of legs whose hashes strangers made collide is searched as a tree. */
    private record Leg(IpAddress client, IpAddress server, int port) implements Comparable<Leg> {
        private static final Comparator<Leg> ORDER =
                Comparator.comparing(Leg::client).thenComparing(Leg::server).thenComparingInt(Leg::port);

        @Override
        public int compareTo(Leg other) {
            return ORDER.compare(this, other);
        }
    }

    LegIndex(List<NodeEvidence> nodes) {
        for (NodeEvidence node : nodes) {
            for (Connection connection : node.connections()) {
                connections
                        .computeIfAbsent(
                                new Leg(connection.client(), connection.server(), connection.serverPort()),
                                ignored -> new ArrayList<>())
                        .add(new Seen<>(node.node(), connection));
            }
        }
    }

    /** Those from any of some addresses to a port of any of others, as every node saw them. */
    List<Seen<Connection>> find(Collection<IpAddress> from, Collection<IpAddress> to, int port) {
        return from.stream()
                .flatMap(source -> to.stream().map(destination -> new Leg(source, destination, port)))
                .flatMap(leg -> connections.getOrDefault(leg, List.of()).stream())
                .toList();
    }
}
