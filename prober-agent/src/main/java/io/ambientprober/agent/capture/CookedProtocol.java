package io.ambientprober.agent.capture;

/**
 * What the bytes of a cooked packet begin with, where the kernel's word for it does not fit. Kernels differ in what they say of a
 * packet that has a VLAN tag in its bytes ("af_packet: Handle outgoing VLAN packets without hardware offloading", Linux 6.11):
 *
 * <ul>
 *   <li>before, one that is sent begins with its IP header and is named after its tag;
 *   <li>since then, one that was received with two tags begins with its inner tag and is named after its IP header.
 * </ul>
 */
final class CookedProtocol {
    static final int VLAN = 0x8100;
    private static final int QINQ = 0x88A8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int MIN_BYTES = 8;
    private static final int MIN_IPV4_WORDS = 5;

    private CookedProtocol() {}

    /**
     * The EtherType of what begins at {@code at}.
     *
     * @param named by the kernel
     */
    static int of(int named, byte[] bytes, int at, int captured) {
        if (captured < MIN_BYTES) {
            return named;
        }
        return switch (named) {
            case VLAN, QINQ -> isTag(bytes, at) || ip(bytes, at) == 0 ? named : ip(bytes, at);
            case IPV4, IPV6 -> ip(bytes, at) != named && isTag(bytes, at) ? VLAN : named;
            default -> named;
        };
    }

    /** A tag: priority and id, then the EtherType of what follows. */
    private static boolean isTag(byte[] bytes, int at) {
        int next = u16(bytes, at + 2);
        return next == VLAN || next == QINQ || (next != 0 && next == ip(bytes, at + 4));
    }

    /** 0 for what is no IP header. */
    private static int ip(byte[] bytes, int at) {
        return switch (bytes[at] >>> 4 & 0xF) {
            case 4 -> (bytes[at] & 0xF) >= MIN_IPV4_WORDS ? IPV4 : 0;
            case 6 -> IPV6;
            default -> 0;
        };
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
