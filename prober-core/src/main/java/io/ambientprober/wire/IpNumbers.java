package io.ambientprober.wire;

import java.util.List;

/** Numbers that decoder and filters share: https://www.iana.org/assignments/ieee-802-numbers and .../protocol-numbers. */
public final class IpNumbers {
    public static final int ETHERTYPE_IPV4 = 0x0800;
    public static final int ETHERTYPE_IPV6 = 0x86DD;

    public static final int TCP = 6;
    public static final int UDP = 17;
    static final int HOP_BY_HOP = 0;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int DESTINATION_OPTIONS = 60;
    static final int MOBILITY = 135;

    /** Of IPv6 (RFC 8200, section 4): what the packet carries is said behind them. */
    public static final List<Integer> EXTENSIONS =
            List.of(HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS, MOBILITY);

    private IpNumbers() {}

    static boolean isIp(int etherType) {
        return etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6;
    }
}
