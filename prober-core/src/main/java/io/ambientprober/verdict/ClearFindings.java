package io.ambientprober.verdict;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;

/** Where a path's token was read in the clear, and whether it came from there. */
final class ClearFindings {
    private ClearFindings() {}

    static List<String> of(PathFacts path) {
        return path.evidence().clear().stream()
                .flatMap(seen -> Stream.concat(Stream.of(read(seen)), stray(path.path(), seen)))
                .toList();
    }

    private static String read(Seen<ClearEvidence> seen) {
        ClearEvidence clear = seen.what();
        Sighting first = clear.sightings().getFirst();
        return "node " + seen.node() + " read the token in the clear in "
                + Amount.of(clear.packets(), "packet") + (clear.packets() == 1 ? ", " : ", first ") + ends(first)
                + (first.tunnels().isEmpty()
                        ? ""
                        : " inside " + String.join(" inside ", first.tunnels().reversed()))
                + " (tap " + first.tap() + ", packet " + first.packet() + ")";
    }

    /** The first one from elsewhere than the path. It is evidence anyway: no replay turns a loss into none. */
    private static Stream<String> stray(ProbePath path, Seen<ClearEvidence> seen) {
        return seen.what().sightings().stream()
                .filter(sighting -> isIp(sighting) && isStray(path, sighting))
                .limit(1)
                .map(
                        sighting -> "forwarded or forged: " + ends(sighting) + " comes from no address of the path's "
                                + side(sighting) + " (node " + seen.node()
                                + (sighting.device() == 0 ? "" : ", device " + sighting.device())
                                + ", tap " + sighting.tap() + ", packet " + sighting.packet()
                                + "): a node that forwards under an address of its own does that, and so may anyone who has read the token");
    }

    private static boolean isIp(Sighting sighting) {
        return !sighting.transport().equals("not ip");
    }

    private static boolean isStray(ProbePath path, Sighting sighting) {
        List<IpAddress> own = switch (sighting.direction()) {
            case CLIENT_TO_SERVER -> path.client().ips();
            case SERVER_TO_CLIENT -> path.server().ips();
        };
        return !own.isEmpty()
                && !own.contains(sighting.source())
                && between(path, sighting).noneMatch(sighting.source()::equals);
    }

    /** What stands between the pods, and may be the source of what one of them sent. */
    private static Stream<IpAddress> between(ProbePath path, Sighting sighting) {
        Stream<IpAddress> waypoint = path.waypoint() == null ? Stream.of() : path.waypoint().ips().stream();
        Stream<IpAddress> service = path.service() == null ? Stream.of() : path.service().ips().stream();
        return switch (sighting.direction()) {
            case CLIENT_TO_SERVER -> waypoint;
            case SERVER_TO_CLIENT -> Stream.concat(waypoint, service);
        };
    }

    private static String side(Sighting sighting) {
        return switch (sighting.direction()) {
            case CLIENT_TO_SERVER -> "client";
            case SERVER_TO_CLIENT -> "server";
        };
    }

    private static String ends(Sighting sighting) {
        return switch (sighting.transport()) {
            case "tcp", "udp" ->
                sighting.source().withPort(sighting.sourcePort()) + " > "
                        + sighting.destination().withPort(sighting.destinationPort());
            case "not ip" -> "not in IP";
            default -> sighting.source() + " > " + sighting.destination();
        };
    }
}
