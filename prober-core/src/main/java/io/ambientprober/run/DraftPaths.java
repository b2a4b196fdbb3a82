package io.ambientprober.run;

import io.ambientprober.plan.ProbePath.Canary;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.SmallestCanary;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Gives every route its addresses: one path for every address family that its server can be dialled in. */
final class DraftPaths {
    private static final HexFormat HEX = HexFormat.of();
    /** Sizes that are not asked for are whole kibibytes. */
    private static final int ROUND = 1024;

    private DraftPaths() {}

    static List<PathDraft> of(Coverage coverage, List<ServerPlace> places, RunOptions options) {
        Map<String, ServerPlace> byName =
                places.stream().collect(Collectors.toMap(place -> place.order().name(), place -> place));
        Map<String, Long> throughWaypoint = throughWaypoint(coverage, byName);
        List<PathDraft> drafts = new ArrayList<>();
        for (Route route : coverage.routes()) {
            ServerPlace place =
                    Objects.requireNonNull(byName.get(route.server()), "no server was made for " + route.name());
            Service service = route.way() == Way.POD_IP ? null : place.service();
            List<IpAddress> targets = service == null ? podTargets(place) : service.ips();
            int port = service == null ? place.server().port() : service.port();
            Canary canary = canary(service == null ? 0 : throughWaypoint.getOrDefault(route.server(), 0L), options);
            for (IpAddress target : targets) {
                String id = HEX.toHexDigits(drafts.size() + 1L, 4);
                String family = targets.size() == 1 ? "" : target.isV4() ? ", IPv4" : ", IPv6";
                drafts.add(new PathDraft(id, route.name() + family, route, place, service, target, port, canary));
            }
        }
        return drafts;
    }

    /** Whoever chose families chose them for every way: a pod is dialled in those of its Service. */
    private static List<IpAddress> podTargets(ServerPlace place) {
        Service service = place.service();
        return service == null
                ? place.server().ips()
                : place.server().ips().stream()
                        .filter(ip -> service.ips().stream().anyMatch(vip -> vip.isV4() == ip.isV4()))
                        .toList();
    }

    /** How many paths come to a server through its waypoint, by the server's name. */
    private static Map<String, Long> throughWaypoint(Coverage coverage, Map<String, ServerPlace> byName) {
        return coverage.routes().stream()
                .filter(route -> route.way() == Way.SERVICE)
                .map(route -> Objects.requireNonNull(byName.get(route.server()), route.server()))
                .filter(place -> place.waypoint() != null)
                .collect(Collectors.groupingBy(
                        place -> place.order().name(), Collectors.summingLong(DraftPaths::serviceAddresses)));
    }

    private static int serviceAddresses(ServerPlace place) {
        return place.service() == null ? 0 : place.service().ips().size();
    }

    /** As large as asked for, or larger where fewer bytes could not be told from what else the waypoint sends. */
    private static Canary canary(long throughWaypoint, RunOptions options) {
        int needed = throughWaypoint == 0
                ? 0
                : SmallestCanary.throughWaypoint((int) throughWaypoint, options.connections(), options.policies());
        int bytes = options.bytes() >= needed ? options.bytes() : Math.ceilDiv(needed, ROUND) * ROUND;
        return new Canary(options.connections(), bytes, bytes);
    }
}
