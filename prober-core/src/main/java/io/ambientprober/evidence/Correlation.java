package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Brings together what the nodes saw, path by path. */
public final class Correlation {
    private final Plan plan;
    private final List<NodeEvidence> nodes;
    private final LegIndex legs;
    private final Accounts accounts;
    private final Controls controls;
    private final Map<String, List<Seen<ClearEvidence>>> clear = new HashMap<>();
    private final Map<String, List<Seen<LoopbackEvidence>>> loopback = new HashMap<>();
    private final Map<String, TapReading> readings = new HashMap<>();

    private Correlation(Plan plan, List<NodeEvidence> nodes) {
        this.plan = plan;
        this.nodes = nodes;
        legs = new LegIndex(nodes);
        accounts = new Accounts(plan, legs);
        controls = new Controls(plan, legs);
        for (NodeEvidence node : nodes) {
            node.clear().forEach(seen -> put(clear, seen.pathId(), new Seen<>(node.node(), seen)));
            node.loopback().forEach(seen -> put(loopback, seen.pathId(), new Seen<>(node.node(), seen)));
            node.taps().forEach(reading -> readings.put(reading.tap(), reading));
        }
    }

    private static <K, V> void put(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, ignored -> new ArrayList<>()).add(value);
    }

    /** The evidence of every path, by path id, in the order of the plan. */
    public static Map<String, PathEvidence> of(Plan plan, List<NodeEvidence> nodes) {
        Correlation correlation = new Correlation(plan, nodes);
        Map<String, PathEvidence> evidence = new LinkedHashMap<>();
        plan.paths().forEach(path -> evidence.put(path.id(), correlation.evidence(path)));
        return evidence;
    }

    private PathEvidence evidence(ProbePath path) {
        List<IpAddress> client = path.client().ips();
        List<IpAddress> server = path.server().ips();
        List<IpAddress> waypoint = Sharing.waypoints(path);
        int hbone = plan.hbonePort();
        List<Seen<Connection>> direct = legs.find(client, server, hbone);
        List<Seen<Connection>> toWaypoint = legs.find(client, waypoint, hbone);
        List<Seen<Connection>> fromWaypoint = legs.find(waypoint, server, hbone);
        List<Seen<Connection>> bare = bare(path);
        List<String> pathNodes = path.nodes();
        return new PathEvidence(
                clear.getOrDefault(path.id(), List.of()),
                loopback.getOrDefault(path.id(), List.of()),
                direct,
                toWaypoint,
                fromWaypoint,
                bare,
                accounts.of(path),
                path.waypoint() == null ? DirectSurplus.NONE : accounts.directSurplus(path, direct),
                controls.of(
                        path,
                        pathNodes,
                        Stream.of(direct, toWaypoint, fromWaypoint, bare)
                                .flatMap(List::stream)
                                .toList()),
                needed(pathNodes),
                nodeEncryption(pathNodes));
    }

    /** Connections past HBONE; the server's own port may be the HBONE port, and is then no way past it. */
    private List<Seen<Connection>> bare(ProbePath path) {
        Set<IpAddress> from = new LinkedHashSet<>(path.client().ips());
        from.addAll(Sharing.waypoints(path));
        List<Seen<Connection>> bare = new ArrayList<>();
        if (path.service() != null) {
            bare.addAll(legs.find(from, path.service().ips(), path.service().port()));
        }
        if (path.server().port() != plan.hbonePort()) {
            bare.addAll(legs.find(from, path.server().ips(), path.server().port()));
        }
        return bare;
    }

    private List<TapCheck> needed(List<String> pathNodes) {
        return plan.taps().stream()
                .filter(tap -> pathNodes.contains(tap.node()))
                .map(tap -> new TapCheck(tap, readings.get(tap.id())))
                .toList();
    }

    private List<Seen<NodeEncryption>> nodeEncryption(List<String> pathNodes) {
        return nodes.stream()
                .filter(node -> pathNodes.contains(node.node()))
                .flatMap(node -> node.nodeEncryption().stream().map(seen -> new Seen<>(node.node(), seen)))
                .toList();
    }
}
