package io.ambientprober.run;

import io.ambientprober.plan.ProbePath.Canary;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives every route its addresses: one path for every address family that its server can be dialled in. */
final class DraftPaths {
    private static final HexFormat HEX = HexFormat.of();

    private DraftPaths() {}

    static List<PathDraft> of(Coverage coverage, List<ServerPlace> places, RunOptions options) {
        Map<String, ServerPlace> byName =
                places.stream().collect(Collectors.toMap(place -> place.order().name(), place -> place));
        Canary canary = new Canary(options.connections(), options.bytes(), options.bytes());
        List<PathDraft> drafts = new ArrayList<>();
        for (Route route : coverage.routes()) {
            ServerPlace place = byName.get(route.server());
            if (place == null) {
                throw new IllegalStateException("no server was made for " + route.name());
            }
            Service service = route.way() == Way.POD_IP ? null : place.service();
            List<IpAddress> targets = service == null ? place.server().ips() : service.ips();
            int port = service == null ? place.server().port() : service.port();
            for (IpAddress target : targets) {
                String id = HEX.toHexDigits(drafts.size() + 1L, 4);
                String family = targets.size() == 1 ? "" : target.isV4() ? ", IPv4" : ", IPv6";
                drafts.add(new PathDraft(id, route.name() + family, route, place, service, target, port, canary));
            }
        }
        return drafts;
    }
}
