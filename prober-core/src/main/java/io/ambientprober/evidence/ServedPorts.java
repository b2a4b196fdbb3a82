package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.EndTable;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.PortSet;

/**
 * Where a plan's servers, Services and waypoints listen, looked up for every packet. Clients are not in it: when a capture begins, their
 * addresses are not known yet.
 */
final class ServedPorts {
    private final int hbonePort;
    private final PortSet listening = new PortSet();
    private final EndTable ends;

    ServedPorts(Plan plan) {
        hbonePort = plan.hbonePort();
        ends = new EndTable(plan.paths().stream().mapToInt(ServedPorts::count).sum());
        plan.paths().forEach(this::add);
    }

    private static int count(ProbePath path) {
        int service = path.service() == null ? 0 : path.service().ips().size();
        int waypoint = path.waypoint() == null ? 0 : path.waypoint().ips().size();
        return path.server().ips().size() * 2 + service + waypoint;
    }

    private void add(ProbePath path) {
        for (IpAddress ip : path.server().ips()) {
            add(ip, path.server().port());
            add(ip, hbonePort);
        }
        if (path.service() != null) {
            path.service().ips().forEach(ip -> add(ip, path.service().port()));
        }
        if (path.waypoint() != null) {
            path.waypoint().ips().forEach(ip -> add(ip, hbonePort));
        }
    }

    private void add(IpAddress address, int itsPort) {
        listening.add(itsPort);
        ends.add(address.high(), address.low(), itsPort);
    }

    boolean contains(long itsHigh, long itsLow, int itsPort) {
        return listening.contains(itsPort) && ends.contains(itsHigh, itsLow, itsPort);
    }

    boolean isHbone(int itsPort) {
        return itsPort == hbonePort;
    }
}
