package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.LegAccount;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Brings together what the nodes saw, path by path. */
public final class Correlation {
    private final Plan plan;
    private final List<NodeEvidence> nodes;
    private final Map<String, List<Seen<ClearEvidence>>> clear = new HashMap<>();
    private final Map<Leg, List<Seen<Connection>>> connections = new HashMap<>();
    private final Map<IpAddress, List<ProbePath>> byClient = new HashMap<>();
    private final Map<IpAddress, List<ProbePath>> byServer = new HashMap<>();
    private final Map<String, TapReading> readings = new HashMap<>();

    /** Where a connection went. */
    private record Leg(IpAddress client, IpAddress server, int port) {}

    private Correlation(Plan plan, List<NodeEvidence> nodes) {
        this.plan = plan;
        this.nodes = nodes;
        for (NodeEvidence node : nodes) {
            node.clear().forEach(seen -> put(clear, seen.pathId(), new Seen<>(node.node(), seen)));
            node.connections()
                    .forEach(seen -> put(
                            connections,
                            new Leg(seen.client(), seen.server(), seen.serverPort()),
                            new Seen<>(node.node(), seen)));
            node.taps().forEach(reading -> readings.put(reading.tap(), reading));
        }
        for (ProbePath path : plan.paths()) {
            path.client().ips().forEach(ip -> put(byClient, ip, path));
            path.server().ips().forEach(ip -> put(byServer, ip, path));
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
        List<IpAddress> waypoint =
                path.waypoint() == null ? List.of() : path.waypoint().ips();
        int hbone = plan.hbonePort();
        List<Seen<Connection>> direct = connections(client, server, hbone);
        List<Seen<Connection>> toWaypoint = connections(client, waypoint, hbone);
        List<Seen<Connection>> fromWaypoint = connections(waypoint, server, hbone);
        List<String> pathNodes =
                Stream.of(path.client().node(), path.server().node()).distinct().toList();
        return new PathEvidence(
                clear.getOrDefault(path.id(), List.of()),
                direct,
                toWaypoint,
                fromWaypoint,
                bare(path),
                accounts(path, direct, toWaypoint, fromWaypoint),
                controls(path, pathNodes),
                needed(pathNodes),
                nodeEncryption(pathNodes));
    }

    private List<Seen<Connection>> connections(List<IpAddress> from, List<IpAddress> to, int port) {
        return from.stream()
                .flatMap(source -> to.stream().map(destination -> new Leg(source, destination, port)))
                .flatMap(leg -> connections.getOrDefault(leg, List.of()).stream())
                .toList();
    }

    /** Connections past HBONE; the server's own port may be the HBONE port, and is then no way past it. */
    private List<Seen<Connection>> bare(ProbePath path) {
        List<Seen<Connection>> bare = new ArrayList<>();
        if (path.service() != null) {
            bare.addAll(connections(
                    path.client().ips(), path.service().ips(), path.service().port()));
        }
        if (path.server().port() != plan.hbonePort()) {
            bare.addAll(connections(
                    path.client().ips(), path.server().ips(), path.server().port()));
        }
        return bare;
    }

    private List<LegAccount> accounts(
            ProbePath path,
            List<Seen<Connection>> direct,
            List<Seen<Connection>> toWaypoint,
            List<Seen<Connection>> fromWaypoint) {
        if (path.waypoint() == null || !direct.isEmpty()) {
            return List.of(LegLedger.settle("client to server", direct, sharing(path, this::sameEnds)));
        }
        return List.of(
                LegLedger.settle("client to waypoint", toWaypoint, sharing(path, this::sameWayToWaypoint)),
                LegLedger.settle("waypoint to server", fromWaypoint, sharing(path, this::sameWayFromWaypoint)));
    }

    private interface Sharing {
        boolean shares(ProbePath one, ProbePath other);
    }

    /** The paths whose canaries ride on the same connections as this one's, itself among them. */
    private List<ProbePath> sharing(ProbePath path, Sharing sharing) {
        return Stream.concat(
                        candidates(path.client().ips(), byClient),
                        candidates(path.server().ips(), byServer))
                .distinct()
                .filter(other -> other.expect() == Expectation.ENCRYPTED && !clear.containsKey(other.id()))
                .filter(other -> sharing.shares(path, other))
                .toList();
    }

    private static Stream<ProbePath> candidates(List<IpAddress> ips, Map<IpAddress, List<ProbePath>> index) {
        return ips.stream().flatMap(ip -> index.getOrDefault(ip, List.of()).stream());
    }

    private boolean sameEnds(ProbePath one, ProbePath other) {
        return meet(one.client().ips(), other.client().ips())
                && meet(one.server().ips(), other.server().ips())
                && (other.waypoint() == null || one.waypoint() != null);
    }

    private boolean sameWayToWaypoint(ProbePath one, ProbePath other) {
        return meet(one.client().ips(), other.client().ips()) && sameWaypoint(one, other);
    }

    private boolean sameWayFromWaypoint(ProbePath one, ProbePath other) {
        return meet(one.server().ips(), other.server().ips()) && sameWaypoint(one, other);
    }

    private static boolean sameWaypoint(ProbePath one, ProbePath other) {
        return one.waypoint() != null
                && other.waypoint() != null
                && meet(one.waypoint().ips(), other.waypoint().ips());
    }

    private static boolean meet(List<IpAddress> some, List<IpAddress> others) {
        return some.stream().anyMatch(others::contains);
    }

    private List<ControlCheck> controls(ProbePath path, List<String> pathNodes) {
        List<ControlCheck> checks = new ArrayList<>();
        for (String node : pathNodes) {
            for (Family family : families(path)) {
                checks.add(new ControlCheck(node, family.label, controlSeen(node, family)));
            }
        }
        return checks;
    }

    private boolean controlSeen(String node, Family family) {
        return plan.paths().stream()
                .filter(path -> path.expect() == Expectation.PLAINTEXT)
                .flatMap(path -> clear.getOrDefault(path.id(), List.of()).stream())
                .anyMatch(seen -> seen.node().equals(node) && family.wasSeen(seen.what()));
    }

    private enum Family {
        V4("IPv4"),
        V6("IPv6");

        private final String label;

        Family(String label) {
            this.label = label;
        }

        boolean includes(IpAddress address) {
            return address.isV4() == (this == V4);
        }

        boolean wasSeen(ClearEvidence clear) {
            return switch (this) {
                case V4 -> clear.v4();
                case V6 -> clear.v6();
            };
        }
    }

    /** The families that the canary may have travelled in: what the client's kernel showed, else what it could dial. */
    private static List<Family> families(ProbePath path) {
        List<IpAddress> dialled = dialled(path);
        return Stream.of(Family.values())
                .filter(family -> dialled.stream().anyMatch(family::includes))
                .toList();
    }

    private static List<IpAddress> dialled(ProbePath path) {
        Outcome outcome = path.outcome();
        if (outcome != null && !outcome.peers().isEmpty()) {
            return outcome.peers();
        }
        Service service = path.service();
        return service == null || service.ips().isEmpty() ? path.server().ips() : service.ips();
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
