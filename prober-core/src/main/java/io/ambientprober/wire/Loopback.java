package io.ambientprober.wire;

/**
 * Whether a packet was captured on a loopback device, which is not a wire: known by what the capture says of the device, never by its index,
 * by addresses or by ports, as a mesh's proxy uses those of pods there.
 *
 * <p>The link types NULL and LOOP say nothing of it: they are those of tunnel devices, too (utun, gif).
 */
final class Loopback {
    /** What a capture says of the device of a packet. */
    enum Named {
        /** It has no name, or that of all devices together. */
        NOT,
        LOOPBACK,
        OTHER;

        static Named of(String device) {
            return switch (device) {
                case "", "any" -> NOT;
                case "lo", "lo0" -> LOOPBACK;
                default -> OTHER;
            };
        }
    }

    /** ARPHRD_LOOPBACK, linux/if_arp.h. */
    private static final int HARDWARE_TYPE = 772;

    // Where the ARPHRD value stands: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and ..._SLL2.html
    private static final int SLL_HARDWARE_TYPE = 2;
    private static final int SLL2_HARDWARE_TYPE = 8;
    private static final int ETHERNET_ADDRESSES = 12;

    private Loopback() {}

    /** Of a packet with LINKTYPE_ETHERNET. A device of another name may have no addresses either (netkit in its layer 3 mode). */
    static boolean carriedEthernet(Packet packet) {
        return isNamed(packet) || packet.deviceName == Named.NOT && hasNoAddresses(packet);
    }

    static boolean carriedSll(Packet packet) {
        return isNamed(packet) || isHardwareType(packet, SLL_HARDWARE_TYPE);
    }

    static boolean carriedSll2(Packet packet) {
        return isNamed(packet) || isHardwareType(packet, SLL2_HARDWARE_TYPE);
    }

    /** Of a packet whose link type says nothing of the device. */
    static boolean isNamed(Packet packet) {
        return packet.deviceName == Named.LOOPBACK;
    }

    private static boolean isHardwareType(Packet packet, int at) {
        return isHardwareType(packet.data, packet.offset + at, packet.offset + packet.captured);
    }

    /** Whether an ARPHRD value that stands there is that of loopback devices. */
    static boolean isHardwareType(byte[] data, int at, int end) {
        return at + 2 <= end && Bytes.u16(data, at) == HARDWARE_TYPE;
    }

    private static boolean hasNoAddresses(Packet packet) {
        byte[] data = packet.data;
        int at = packet.offset;
        return packet.captured >= ETHERNET_ADDRESSES
                && data[at] == 0
                && Bytes.nativeI64(data, at) == 0
                && Bytes.nativeI32(data, at + Long.BYTES) == 0;
    }
}
