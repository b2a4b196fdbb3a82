package io.ambientprober.traffic;

import io.ambientprober.wire.LinkType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Link-layer headers, written and taken off. */
public final class Links {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;

    // linux/if_arp.h
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int SLL_HARDWARE_TYPE = 2;
    private static final int SLL2_HARDWARE_TYPE = 8;

    // linux/netfilter/nfnetlink_log.h
    private static final short NFULA_PACKET_HDR = 1;
    private static final short NFULA_PAYLOAD = 9;
    private static final short NFULA_HWTYPE = 15;
    private static final int NFLOG_LENGTH = 24;
    private static final int NFLOG_HARDWARE_TYPE = 16;

    private static final int[] VLAN_TYPES = {0x8100, 0x88A8, 0x9100};
    private static final byte[] MACS = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};

    private Links() {}

    /** Where the IP header begins, or -1. */
    public static int ipAt(Frame frame) {
        byte[] data = frame.data();
        int at = switch (frame.linkType()) {
            case ETHERNET -> afterType(data, 12, 14);
            case LINUX_SLL -> afterType(data, 14, 16);
            case LINUX_SLL2 -> afterType(data, 0, 20);
            case NULL, LOOP -> 4;
            case RAW, IPV4, IPV6 -> 0;
            case NFLOG -> NFLOG_LENGTH;
            case OTHER -> -1;
        };
        return at >= 0 && at < data.length && isIp(data[at]) ? at : -1;
    }

    private static int afterType(byte[] data, int typeAt, int at) {
        if (data.length < at) {
            return -1;
        }
        int type = Numbers.u16(data, typeAt);
        int next = at;
        while (isVlan(type) && next + 4 <= data.length) {
            type = Numbers.u16(data, next + 2);
            next += 4;
        }
        return type == IPV4 || type == IPV6 ? next : -1;
    }

    private static boolean isVlan(int type) {
        return Arrays.stream(VLAN_TYPES).anyMatch(vlan -> vlan == type);
    }

    private static boolean isIp(byte first) {
        int version = first >>> 4 & 0xF;
        return version == 4 || version == 6;
    }

    static int etherType(byte[] ip) {
        return (ip[0] >>> 4 & 0xF) == 6 ? IPV6 : IPV4;
    }

    /** The frame's IP packet behind another link-layer header. */
    public static Frame as(LinkType linkType, Frame frame) {
        int at = ipAt(frame);
        if (at < 0) {
            throw new IllegalArgumentException("no IP packet");
        }
        byte[] ip = Arrays.copyOfRange(frame.data(), at, frame.captured());
        byte[] header = header(linkType, etherType(ip));
        return frame.with(linkType, Numbers.join(header, ip), frame.length() - at + header.length);
    }

    public static byte[] header(LinkType linkType, int etherType) {
        return switch (linkType) {
            case ETHERNET -> Numbers.join(MACS, Numbers.u16(etherType));
            case LINUX_SLL ->
                ByteBuffer.allocate(16)
                        .putShort(SLL_HARDWARE_TYPE, (short) ARPHRD_ETHER)
                        .putShort(14, (short) etherType)
                        .array();
            case LINUX_SLL2 ->
                ByteBuffer.allocate(20)
                        .putShort(0, (short) etherType)
                        .putShort(SLL2_HARDWARE_TYPE, (short) ARPHRD_ETHER)
                        .array();
            case NULL -> family(etherType, ByteOrder.LITTLE_ENDIAN);
            case LOOP -> family(etherType, ByteOrder.BIG_ENDIAN);
            case RAW, IPV4, IPV6 -> new byte[0];
            case NFLOG -> nflog(etherType);
            case OTHER -> throw new IllegalArgumentException("no header of this type is known");
        };
    }

    /** The last attribute is as long as one can be: whatever an edit makes of the packet, it holds it. */
    private static byte[] nflog(int etherType) {
        return ByteBuffer.allocate(NFLOG_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) (etherType == IPV6 ? 10 : 2))
                .putShort(4, (short) 8)
                .putShort(6, NFULA_PACKET_HDR)
                .putShort(12, (short) 6)
                .putShort(14, NFULA_HWTYPE)
                .putShort(NFLOG_HARDWARE_TYPE, Short.reverseBytes((short) ARPHRD_ETHER))
                .putShort(20, (short) 0xFFFF)
                .putShort(22, NFULA_PAYLOAD)
                .array();
    }

    /** The frame as a loopback device would show it. */
    public static Frame onLoopback(Frame frame) {
        byte[] data = frame.data().clone();
        switch (frame.linkType()) {
            case ETHERNET -> Arrays.fill(data, 0, MACS.length, (byte) 0);
            case LINUX_SLL -> Numbers.u16(data, SLL_HARDWARE_TYPE, ARPHRD_LOOPBACK);
            case LINUX_SLL2 -> Numbers.u16(data, SLL2_HARDWARE_TYPE, ARPHRD_LOOPBACK);
            case NFLOG -> Numbers.u16(data, NFLOG_HARDWARE_TYPE, ARPHRD_LOOPBACK);
            case NULL, LOOP, RAW, IPV4, IPV6, OTHER ->
                throw new IllegalArgumentException("the link type does not tell");
        }
        return frame.with(data, frame.length());
    }

    private static byte[] family(int etherType, ByteOrder order) {
        return ByteBuffer.allocate(4)
                .order(order)
                .putInt(etherType == IPV6 ? 10 : 2)
                .array();
    }

    /** An Ethernet frame of the same IP packet with 802.1Q, 802.1ad or old QinQ tags. */
    public static Frame tagged(Frame frame, int tags, RandomGenerator random) {
        Frame ethernet = as(LinkType.ETHERNET, frame);
        byte[] data = ethernet.data();
        for (int i = 0; i < tags; i++) {
            byte[] tag = Numbers.join(
                    Numbers.u16(VLAN_TYPES[random.nextInt(VLAN_TYPES.length)]), Numbers.u16(random.nextInt(1 << 16)));
            data = Numbers.join(Arrays.copyOf(data, 12), tag, Arrays.copyOfRange(data, 12, data.length));
        }
        return ethernet.with(data, ethernet.length() + 4 * tags);
    }
}
