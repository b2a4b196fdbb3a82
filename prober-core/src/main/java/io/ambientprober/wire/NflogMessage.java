package io.ambientprober.wire;

/**
 * A packet as netfilter logs it: a header, then attributes, of which one is the IP packet, https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html.
 * A flyweight that the next reading overwrites.
 */
final class NflogMessage {
    /** Address family, version 0, two bytes of the group. */
    private static final int HEADER = 4;
    /** Length, these four bytes included, and type. */
    private static final int ATTRIBUTE = 4;

    // linux/netfilter/nfnetlink_log.h
    private static final int PAYLOAD = 9;
    private static final int HARDWARE_TYPE = 15;

    /** Where the IP packet begins. */
    int payloadAt;
    /** Where it ends; before the packet's own end where the log was told to copy no more of it. */
    int payloadEnd;
    /** It came in by a loopback device; of what goes out by one the log says only the number. */
    boolean loopback;

    /**
     * Reads up to the IP packet. Lengths and types are in the byte order of the machine that logged, which nothing names: the other one makes
     * of a length of eight bytes one of two thousand.
     *
     * @param end of what was captured
     * @return false where no IP packet is found
     */
    boolean read(byte[] data, int at, int end) {
        return at + HEADER <= end
                && data[at + 1] == 0
                && (read(data, at + HEADER, end, true) || read(data, at + HEADER, end, false));
    }

    private boolean read(byte[] data, int first, int end, boolean little) {
        loopback = false;
        int at = first;
        while (at + ATTRIBUTE <= end) {
            int length = Words.u16(data, at, little);
            if (length < ATTRIBUTE) {
                return false;
            }
            int type = Words.u16(data, at + 2, little);
            if (type == PAYLOAD) {
                payloadAt = at + ATTRIBUTE;
                payloadEnd = Math.min(at + length, end);
                return true;
            }
            loopback |=
                    type == HARDWARE_TYPE && Loopback.isHardwareType(data, at + ATTRIBUTE, Math.min(at + length, end));
            at += length + 3 & ~3;
        }
        return false;
    }
}
