package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The accounts of a path. Without a waypoint there is one: from pod to pod. With one there are two, the client's side and the server's, each
 * of all that may share its connections, the direct ones among them: what went through a waypoint, and what did not, is one sum.
 */
final class Accounts {
    private final Plan plan;
    private final LegIndex legs;
    private final Sharing sharing;
    /** Of the servers and clients of the plan. */
    private final Map<IpAddress, String> nodeOf = new HashMap<>();

    Accounts(Plan plan, LegIndex legs) {
        this.plan = plan;
        this.legs = legs;
        sharing = new Sharing(plan);
        for (ProbePath path : plan.paths()) {
            path.client().ips().forEach(ip -> nodeOf.put(ip, path.client().node()));
            path.server().ips().forEach(ip -> nodeOf.put(ip, path.server().node()));
        }
    }

    List<LegAccount> of(ProbePath path) {
        List<ProbePath> ofPair = sharing.ofPair(path);
        if (ofPair.stream().allMatch(other -> other.waypoint() == null)) {
            return List.of(account("client to server", ofPair, List.of(direct(ofPair))));
        }
        List<ProbePath> ofClient = sharing.ofClientsSide(path);
        List<ProbePath> ofServer = sharing.ofServersSide(path);
        return List.of(
                account(
                        "client to waypoint",
                        ofClient,
                        List.of(
                                direct(ofClient),
                                waypointLeg(clients(ofClient), waypoints(ofClient), Connection::client))),
                account(
                        "waypoint to server",
                        ofServer,
                        List.of(
                                direct(ofServer),
                                waypointLeg(waypoints(ofServer), servers(ofServer), Connection::server))));
    }

    /**
     * Connections, and on which node each of their directions is accounted.
     *
     * @param sender the pod on whose node a direction is
     */
    private record Lane(
            List<Seen<Connection>> connections, Function<Direction, Function<Connection, IpAddress>> sender) {}

    private Lane direct(List<ProbePath> paths) {
        Set<Family> families = Family.dialled(paths);
        List<Seen<Connection>> dialled = find(clients(paths), servers(paths)).stream()
                .filter(seen -> families.contains(Family.of(seen.what().client())))
                .toList();
        return new Lane(dialled, direction -> switch (direction) {
            case CLIENT_TO_SERVER -> Connection::client;
            case SERVER_TO_CLIENT -> Connection::server;
        });
    }

    private Lane waypointLeg(Set<IpAddress> from, Set<IpAddress> to, Function<Connection, IpAddress> pod) {
        return new Lane(find(from, to), direction -> pod);
    }

    private List<Seen<Connection>> find(Set<IpAddress> from, Set<IpAddress> to) {
        return legs.find(from, to, plan.hbonePort());
    }

    private LegAccount account(String leg, List<ProbePath> paths, List<Lane> lanes) {
        return new LegAccount(
                leg, sum(paths, lanes, Direction.CLIENT_TO_SERVER), sum(paths, lanes, Direction.SERVER_TO_CLIENT));
    }

    private LegAccount.Sum sum(List<ProbePath> paths, List<Lane> lanes, Direction direction) {
        Ledger ledger = new Ledger(direction);
        for (Lane lane : lanes) {
            Function<Connection, IpAddress> sender = lane.sender().apply(direction);
            ledger.add(lane.connections(), seen -> seen.node().equals(nodeOf.get(sender.apply(seen.what()))));
        }
        return ledger.against(Owed.by(paths, direction, plan.policies()));
    }

    /** How much more the direct connections carried than the paths without a waypoint, between the same pods, may have put there. */
    DirectSurplus directSurplus(ProbePath path, List<Seen<Connection>> direct) {
        List<ProbePath> without = sharing.ofPair(path).stream()
                .filter(other -> other.waypoint() == null)
                .toList();
        return new DirectSurplus(
                surplus(direct, without, Direction.CLIENT_TO_SERVER),
                surplus(direct, without, Direction.SERVER_TO_CLIENT));
    }

    private long surplus(List<Seen<Connection>> direct, List<ProbePath> without, Direction direction) {
        long most = 0;
        for (String node : nodes(direct)) {
            Ledger ledger = new Ledger(direction);
            ledger.add(direct, seen -> seen.node().equals(node));
            most = Math.max(most, ledger.canaryLike());
        }
        return Math.max(0, most - Owed.by(without, direction, plan.policies()).most());
    }

    private static Set<String> nodes(List<Seen<Connection>> connections) {
        Set<String> nodes = new LinkedHashSet<>();
        connections.forEach(seen -> nodes.add(seen.node()));
        return nodes;
    }

    private static Set<IpAddress> clients(Collection<ProbePath> paths) {
        return addresses(paths, path -> path.client().ips());
    }

    private static Set<IpAddress> servers(Collection<ProbePath> paths) {
        return addresses(paths, path -> path.server().ips());
    }

    private static Set<IpAddress> waypoints(Collection<ProbePath> paths) {
        return addresses(paths, Sharing::waypoints);
    }

    private static Set<IpAddress> addresses(
            Collection<ProbePath> paths, Function<ProbePath, List<IpAddress>> addresses) {
        Set<IpAddress> all = new LinkedHashSet<>();
        paths.forEach(path -> all.addAll(addresses.apply(path)));
        return all;
    }
}
