package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which paths' canaries may ride on the same connections. A mesh pools connections by the pods at their ends, whatever Service or family
 * was dialled; a waypoint pod's own connections carry what all its clients, or servers, have to do with the pod at the other end.
 */
final class Sharing {
    private final Map<IpAddress, List<ProbePath>> byClient = new HashMap<>();
    private final Map<IpAddress, List<ProbePath>> byServer = new HashMap<>();

    Sharing(Plan plan) {
        plan.paths().stream()
                .filter(path -> path.expect() == Expectation.ENCRYPTED)
                .forEach(path -> {
                    path.client().ips().forEach(ip -> put(byClient, ip, path));
                    path.server().ips().forEach(ip -> put(byServer, ip, path));
                });
    }

    private static void put(Map<IpAddress, List<ProbePath>> map, IpAddress key, ProbePath path) {
        map.computeIfAbsent(key, ignored -> new ArrayList<>()).add(path);
    }

    /** The paths between the same two pods, this one among them, even where the plan knows no address of a pod. */
    List<ProbePath> ofPair(ProbePath path) {
        return Stream.concat(Stream.of(path), ofClient(path).filter(other -> sameServer(path, other)))
                .distinct()
                .toList();
    }

    /** The paths that may share what the client of this one sends: to its server, and through waypoints to others. */
    List<ProbePath> ofClientsSide(ProbePath path) {
        return closure(path, ofClient(path).toList(), Sharing::sameServer);
    }

    /** The paths that may share what the server of this one is sent: by its client, and through waypoints by others. */
    List<ProbePath> ofServersSide(ProbePath path) {
        return closure(path, ofServer(path).toList(), Sharing::sameClient);
    }

    private interface SameEnd {
        boolean test(ProbePath one, ProbePath other);
    }

    /** All that hang together by the pod at the other end, or by a waypoint: a path may take either way. */
    private static List<ProbePath> closure(ProbePath path, List<ProbePath> candidates, SameEnd otherEnd) {
        Set<ProbePath> joined = new LinkedHashSet<>(List.of(path));
        List<ProbePath> left = new ArrayList<>(candidates);
        left.remove(path);
        boolean grown = true;
        while (grown) {
            List<ProbePath> next = left.stream()
                    .filter(other -> joined.stream()
                            .anyMatch(one -> otherEnd.test(one, other) || meet(waypoints(one), waypoints(other))))
                    .toList();
            joined.addAll(next);
            left.removeAll(next);
            grown = !next.isEmpty();
        }
        return List.copyOf(joined);
    }

    private Stream<ProbePath> ofClient(ProbePath path) {
        return find(path.client().ips(), byClient);
    }

    private Stream<ProbePath> ofServer(ProbePath path) {
        return find(path.server().ips(), byServer);
    }

    private static Stream<ProbePath> find(List<IpAddress> ips, Map<IpAddress, List<ProbePath>> index) {
        return ips.stream()
                .flatMap(ip -> index.getOrDefault(ip, List.of()).stream())
                .distinct();
    }

    private static boolean sameClient(ProbePath one, ProbePath other) {
        return meet(one.client().ips(), other.client().ips());
    }

    private static boolean sameServer(ProbePath one, ProbePath other) {
        return meet(one.server().ips(), other.server().ips());
    }

    static List<IpAddress> waypoints(ProbePath path) {
        return path.waypoint() == null ? List.of() : path.waypoint().ips();
    }

    private static boolean meet(Collection<IpAddress> some, Collection<IpAddress> others) {
        return some.stream().anyMatch(others::contains);
    }
}
