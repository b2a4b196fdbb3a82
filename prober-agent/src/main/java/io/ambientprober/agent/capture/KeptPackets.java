package io.ambientprober.agent.capture;

import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Which packets may be kept as evidence: those of the probe's own servers and Services, and those that hold a token. A waypoint also
 * serves others, so that of its packets only HBONE is kept, which is encrypted: never a tenant's payload.
 */
final class KeptPackets {
    private final AddressSet own;
    private final AddressSet waypoints;
    private final int hbonePort;

    KeptPackets(Plan plan) {
        Set<IpAddress> ownAddresses = new HashSet<>();
        Set<IpAddress> waypointAddresses = new HashSet<>();
        for (ProbePath path : plan.paths()) {
            ownAddresses.addAll(path.server().ips());
            ownAddresses.addAll(path.client().ips());
            if (path.service() != null) {
                ownAddresses.addAll(path.service().ips());
            }
            if (path.waypoint() != null) {
                waypointAddresses.addAll(path.waypoint().ips());
            }
        }
        own = new AddressSet(ownAddresses);
        waypoints = new AddressSet(waypointAddresses);
        hbonePort = plan.hbonePort();
    }

    /** Of the packet that the observer has just read. */
    boolean isKept(NodeObserver observer) {
        Headers headers = observer.headers();
        return observer.isTokenRead()
                || own.contains(headers.sourceHigh(), headers.sourceLow())
                || own.contains(headers.destinationHigh(), headers.destinationLow())
                || (headers.kind() == Headers.Kind.TCP && isWaypointHbone(headers));
    }

    private boolean isWaypointHbone(Headers headers) {
        return (headers.destinationPort() == hbonePort
                        && waypoints.contains(headers.destinationHigh(), headers.destinationLow()))
                || (headers.sourcePort() == hbonePort && waypoints.contains(headers.sourceHigh(), headers.sourceLow()));
    }
}
