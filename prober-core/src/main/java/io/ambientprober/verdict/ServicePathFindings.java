package io.ambientprober.verdict;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Why the path through the Service was judged so, in words. */
final class ServicePathFindings {
    private ServicePathFindings() {}

    static List<String> of(PathFacts path, ServicePathReason reason) {
        return switch (reason) {
            case POD_IP, NOT_IN_MESH, NOT_ENCRYPTED -> List.of();
            case WAYPOINT ->
                List.of("both legs through the waypoint carried the canaries, and no direct connection did");
            case WAYPOINT_BYPASSED ->
                List.of(
                        "a canary, or more, went to the server's HBONE port directly: what the waypoint would enforce did not apply");
            case SERVICE -> List.of("the client's kernel showed the Service's address " + peers(path));
            case SERVICE_LOST ->
                List.of("the client's kernel showed " + peers(path)
                        + (path.peerIsService()
                                ? ", and not the Service's address alone"
                                : " instead of the Service's address")
                        + ": a socket-level load balancer rewrote it before the mesh could see it");
            case NO_WITNESS ->
                List.of(
                        path.hasWaypoint()
                                ? "the captures do not hold all canaries on both legs through one waypoint pod"
                                : "the client's kernel showed no peer address");
        };
    }

    private static String peers(PathFacts path) {
        return path.peers().stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }
}
