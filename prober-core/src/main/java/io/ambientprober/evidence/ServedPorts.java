package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.PortSet;
import java.util.Arrays;

/**
 * Where a plan's servers, Services and waypoints listen, looked up for every packet: open addressing over the 128 bits of an address
 * and a port. Clients are not in it: when a capture begins, their addresses are not known yet.
 */
final class ServedPorts {
    private static final int FREE = -1;

    private final int hbonePort;
    private final PortSet listening = new PortSet();
    private final int[] port;
    private final long[] high;
    private final long[] low;

    ServedPorts(Plan plan) {
        hbonePort = plan.hbonePort();
        int upperBound = plan.paths().stream().mapToInt(ServedPorts::count).sum();
        int size = Integer.highestOneBit(Math.max(16, upperBound * 2)) * 2;
        port = new int[size];
        high = new long[size];
        low = new long[size];
        Arrays.fill(port, FREE);
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
        int slot = slotOf(address.high(), address.low(), itsPort);
        listening.add(itsPort);
        port[slot] = itsPort;
        high[slot] = address.high();
        low[slot] = address.low();
    }

    boolean contains(long itsHigh, long itsLow, int itsPort) {
        return listening.contains(itsPort) && port[slotOf(itsHigh, itsLow, itsPort)] != FREE;
    }

    boolean isHbone(int itsPort) {
        return itsPort == hbonePort;
    }

    private int slotOf(long itsHigh, long itsLow, int itsPort) {
        int mask = port.length - 1;
        int slot = FlowHash.end(itsHigh, itsLow, itsPort) & mask;
        while (port[slot] != FREE && (port[slot] != itsPort || low[slot] != itsLow || high[slot] != itsHigh)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
