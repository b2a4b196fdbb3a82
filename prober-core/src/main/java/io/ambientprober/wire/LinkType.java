package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** Link-layer header types that are read; values as in the LINKTYPE_ registry of tcpdump.org. */
public enum LinkType {
    /** One that is not read: only the bytes of its packets are searched. */
    OTHER(-1),
    /** BSD loopback: protocol family in the byte order of the capturing machine. */
    NULL(0),
    ETHERNET(1),
    /** As {@link #NULL}, family in network byte order. */
    LOOP(108),
    /** IPv4 or IPv6 without a link-layer header. */
    RAW(101),
    /** Linux cooked capture v1. */
    LINUX_SLL(113),
    IPV4(228),
    IPV6(229),
    /** Linux netfilter's log of packets ({@code tcpdump -i nflog}): attributes, one of which is an IP packet. */
    NFLOG(239),
    /** Linux cooked capture v2: has the interface index. */
    LINUX_SLL2(276);

    private final int code;

    LinkType(int code) {
        this.code = code;
    }

    /** The number in capture files (LINKTYPE_ values of tcpdump.org/linktypes.html). */
    public int code() {
        return code;
    }

    /** Null for a link type that is not read. 12 and 14 are DLT_RAW as some systems write it. */
    public static @Nullable LinkType of(int code) {
        if (code == OTHER.code) {
            return null;
        }
        if (code == 12 || code == 14) {
            return RAW;
        }
        for (LinkType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
