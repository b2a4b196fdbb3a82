package io.ambientprober.plan;

import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * A device of a node that leads to one pod and nowhere else: what comes in by it, that pod sent, whatever address it gives.
 *
 * @param index on the node, as captures of link type LINUX_SLL2 have it
 * @param pods addresses of that pod; where none is of a family, nothing is known of packets of that family
 */
public record PodDevice(int index, String name, List<IpAddress> pods) {
    public PodDevice {
        pods = List.copyOf(pods);
    }

    /** Whether a packet from this address, coming in by this device, is certainly another pod's than that of the address. */
    public boolean contradicts(IpAddress source) {
        return !pods.contains(source) && pods.stream().anyMatch(pod -> pod.isV4() == source.isV4());
    }
}
