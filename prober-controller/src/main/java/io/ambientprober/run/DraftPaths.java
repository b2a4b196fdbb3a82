package io.ambientprober.run;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.SmallestCanary;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Gives every route its addresses: one path for every address family that its server can be dialled in. */
final class DraftPaths {
    private DraftPaths() {}

    static List<PathDraft> of(Coverage coverage, List<ServerPlace> places, RunOptions options) {
        Map<String, ServerPlace> byName =
                places.stream().collect(Collectors.toMap(place -> place.order().name(), place -> place));
        int throughWaypoint = mostThroughWaypoint(coverage, byName);
        List<IpAddress> dialled = places.stream()
                .map(ServerPlace::service)
                .filter(Objects::nonNull)
                .flatMap(service -> service.ips().stream())
                .toList();
        List<PathDraft> drafts = new ArrayList<>();
        for (Route route : coverage.routes()) {
            ServerPlace place =
                    Objects.requireNonNull(byName.get(route.server()), "no server was made for " + route.name());
            Service service = dialsPod(route, place) ? null : place.service();
            List<IpAddress> targets = service == null ? podTargets(place, dialled) : service.ips();
            int port = service == null ? place.server().port() : service.port();
            Canary canary = canary(place.waypoint() == null ? 0 : throughWaypoint, options);
            for (IpAddress target : targets) {
                PathId id = new PathId(drafts.size() + 1);
                String family = targets.size() == 1 ? "" : target.isV4() ? ", IPv4" : ", IPv6";
                drafts.add(new PathDraft(id, route.name() + family, route, place, service, target, port, canary));
            }
        }
        return drafts;
    }

    /** A waypoint is shared with the others, and has room for their canaries. */
    private static boolean dialsPod(Route route, ServerPlace place) {
        return route.way() == Way.POD_IP || route.turn() == Turn.IN_POD && place.waypoint(Way.SERVICE) != null;
    }

    /**
     * Anyone who chose families chose them for every way: a pod is dialled in those of its Service.
     *
     * @param dialled addresses of all Services, for a pod that has none: the control is of their families
     */
    private static List<IpAddress> podTargets(ServerPlace place, List<IpAddress> dialled) {
        List<IpAddress> services =
                place.service() == null ? dialled : place.service().ips();
        return place.server().ips().stream()
                .filter(ip -> services.isEmpty() || services.stream().anyMatch(vip -> vip.isV4() == ip.isV4()))
                .toList();
    }

    /** How many paths of one pod, as client or as server, a waypoint may put on the same connections. */
    private static int mostThroughWaypoint(Coverage coverage, Map<String, ServerPlace> byName) {
        Map<String, Integer> paths = new HashMap<>();
        for (Route route : coverage.routes()) {
            ServerPlace place = Objects.requireNonNull(byName.get(route.server()), route.server());
            if (place.waypoint() != null && route.turn() != Turn.IN_POD) {
                int families =
                        place.service() == null ? 1 : place.service().ips().size();
                paths.merge(route.client().name(), families, Integer::sum);
                paths.merge(route.server(), families, Integer::sum);
            }
        }
        return paths.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** As large as asked for, or larger where fewer bytes could not be told from what else the waypoint sends. */
    private static Canary canary(int throughWaypoint, RunOptions options) {
        int needed = throughWaypoint == 0
                ? 0
                : SmallestCanary.throughWaypoint(throughWaypoint, options.connections(), options.policies());
        int bytes = options.bytes() >= needed ? options.bytes() : SmallestCanary.rounded(needed);
        return new Canary(options.connections(), bytes, bytes);
    }
}
