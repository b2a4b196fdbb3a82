package io.ambientprober.wire;

import io.ambientprober.wire.Encapsulation.Carrier;
import java.util.Collection;
import java.util.List;

/** UDP destination ports that carry VXLAN. */
public final class VxlanPorts {
    private final PortSet ports = new PortSet();

    /**
     * The two usual ports, and others.
     *
     * @param others UDP ports, 0 to 65535
     */
    public VxlanPorts(Collection<Integer> others) {
        Encapsulation.VXLAN.numbers(Carrier.UDP_DESTINATION).forEach(ports::add);
        others.forEach(ports::add);
    }

    /** 4789 (RFC 7348) and 8472, the kernel's old default. */
    public static VxlanPorts usual() {
        return new VxlanPorts(List.of());
    }

    boolean contains(int port) {
        return ports.contains(port);
    }
}
