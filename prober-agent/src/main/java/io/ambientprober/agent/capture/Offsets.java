package io.ambientprober.agent.capture;

/** Where a kernel filter finds things in a packet that begins with its IP header (RFC 791, RFC 8200), and in the kernel's own notes. */
final class Offsets {
    /** The EtherType of a packet (linux/filter.h, SKF_AD_OFF + SKF_AD_PROTOCOL). */
    static final int PROTOCOL_AT = -0x1000;

    static final int V4_SOURCE = 12;
    static final int V4_DESTINATION = 16;
    static final int V4_FRAGMENT = 6;
    static final int V4_PROTOCOL = 9;
    static final int V6_NEXT_HEADER = 6;
    /** The last 32 bits of the address. */
    static final int V6_SOURCE_END = 20;

    static final int V6_DESTINATION_END = 36;
    static final int V6_LENGTH = 40;

    /** Of the fragment field: "more fragments", and the offset. */
    static final int FRAGMENT = 0x3FFF;

    private Offsets() {}
}
