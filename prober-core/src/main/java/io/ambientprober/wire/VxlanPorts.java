package io.ambientprober.wire;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** UDP destination ports that carry VXLAN. */
public final class VxlanPorts {
    private static final int IANA = 4789; // RFC 7348
    private static final int LINUX = 8472; // the kernel's old default, kept by Flannel and Cilium

    private final BitSet ports = new BitSet();

    /**
     * The two usual ports, and others.
     *
     * @param others UDP ports, 0 to 65535
     */
    public VxlanPorts(Collection<Integer> others) {
        ports.set(IANA);
        ports.set(LINUX);
        others.forEach(ports::set);
    }

    /** 4789 (RFC 7348) and 8472, the kernel's old default. */
    public static VxlanPorts usual() {
        return new VxlanPorts(List.of());
    }

    boolean contains(int port) {
        return ports.get(port);
    }
}
