package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Packets.IPV4;
import static io.ambientprober.agent.capture.Packets.IPV6;
import static io.ambientprober.agent.capture.Packets.ethernet;
import static io.ambientprober.agent.capture.Packets.geneve;
import static io.ambientprober.agent.capture.Packets.ipv4;
import static io.ambientprober.agent.capture.Packets.ipv6;
import static io.ambientprober.agent.capture.Packets.udp;
import static io.ambientprober.agent.capture.Packets.vxlan;

import io.ambientprober.wire.Encapsulation;
import io.ambientprober.wire.Encapsulation.Carrier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A packet as a packet socket shows it: its EtherType, and what that announces. */
final class Wrapping {
    private static final int[] OPTIONS = {0, 12};

    private final String how;
    private final int etherType;
    private final byte[] bytes;

    /** @param how it came about, for messages */
    private Wrapping(String how, int etherType, byte[] bytes) {
        this.how = how;
        this.etherType = etherType;
        this.bytes = bytes;
    }

    int etherType() {
        return etherType;
    }

    byte[] bytes() {
        return bytes;
    }

    static Wrapping of(byte[] ip) {
        return new Wrapping("", isV6(ip) ? IPV6 : IPV4, ip);
    }

    private static boolean isV6(byte[] ip) {
        return (ip[0] >>> 4 & 0xF) == 6;
    }

    /** This packet in an encapsulation of this kind, in every way that the table names; none where it cannot hold it. */
    List<Wrapping> in(Encapsulation kind) {
        return switch (kind) {
            case VLAN -> types(kind, tag());
            case MPLS -> mpls();
            case BRIDGED_ETHERNET -> overGre("bridged", 0, number(kind), ethernet(etherType, bytes));
            case IP_IN_IP -> isIp() ? over("ip-in-ip", isV6(bytes) ? 41 : 4, bytes) : List.of();
            case GRE -> gre();
            case ERSPAN -> erspan();
            case ERSPAN_III -> erspan3();
            case AUTHENTICATION -> isIp() ? over("ah", number(kind), authentication()) : List.of();
            case ESP -> List.of(); // holds nothing that can be read
            case VXLAN -> overUdp(kind, vxlan(ethernet(etherType, bytes)));
            case GENEVE -> genevePackets(kind);
        };
    }

    private boolean isIp() {
        return etherType == IPV4 || etherType == IPV6;
    }

    private static int number(Encapsulation kind) {
        return kind.announcements().getFirst().number();
    }

    private List<Wrapping> types(Encapsulation kind, byte[] packet) {
        return kind.numbers(Carrier.ETHERTYPE).stream()
                .map(type -> new Wrapping(name(kind + " " + type), type, packet))
                .toList();
    }

    private String name(String outer) {
        return outer + " around " + (how.isEmpty() ? "it" : how);
    }

    private byte[] tag() {
        return ByteBuffer.allocate(4 + bytes.length)
                .putShort((short) 42)
                .putShort((short) etherType)
                .put(bytes)
                .array();
    }

    /** Two labels, of which the second ends the stack. */
    private List<Wrapping> mpls() {
        if (!isIp()) {
            return List.of();
        }
        byte[] labelled = ByteBuffer.allocate(8 + bytes.length)
                .putInt(1000 << 12 | 64)
                .putInt(2000 << 12 | 1 << 8 | 64)
                .put(bytes)
                .array();
        List<Wrapping> all = new ArrayList<>(types(Encapsulation.MPLS, labelled));
        all.addAll(overUdp(Encapsulation.MPLS, labelled));
        Encapsulation.MPLS.numbers(Carrier.IP_PROTOCOL).forEach(number -> all.addAll(over("mpls", number, labelled)));
        all.addAll(overGre("mpls", 0, number(Encapsulation.MPLS), labelled));
        return all;
    }

    private List<Wrapping> gre() {
        List<Wrapping> all = new ArrayList<>(overGre("plain", 0, etherType, bytes));
        all.addAll(overGre("keyed", 0xB0, etherType, bytes));
        return all;
    }

    private List<Wrapping> erspan() {
        byte[] frame = ethernet(etherType, bytes);
        int type = number(Encapsulation.ERSPAN);
        List<Wrapping> all = new ArrayList<>(overGre("erspan I", 0, type, frame));
        byte[] second = ByteBuffer.allocate(8 + frame.length)
                .putInt(0x10000000 | 7)
                .putInt(0)
                .put(frame)
                .array();
        all.addAll(overGre("erspan II", 0x10, type, second));
        return all;
    }

    private List<Wrapping> erspan3() {
        byte[] frame = ethernet(etherType, bytes);
        List<Wrapping> all = new ArrayList<>();
        for (int more : new int[] {0, 1}) {
            byte[] third = ByteBuffer.allocate(12 + 8 * more + frame.length)
                    .putInt(0x20000000 | 7)
                    .putInt(0)
                    .putInt(more)
                    .put(new byte[8 * more])
                    .put(frame)
                    .array();
            all.addAll(overGre("erspan III", 0x10, number(Encapsulation.ERSPAN_III), third));
        }
        return all;
    }

    /** Tunnel mode: the next header, the length in words less two, SPI, sequence number, 12 bytes of check value. */
    private byte[] authentication() {
        return ByteBuffer.allocate(24 + bytes.length)
                .put((byte) (isV6(bytes) ? 41 : 4))
                .put((byte) 4)
                .put(new byte[22])
                .put(bytes)
                .array();
    }

    private List<Wrapping> genevePackets(Encapsulation kind) {
        List<Wrapping> all = new ArrayList<>();
        for (int options : OPTIONS) {
            all.addAll(overUdp(kind, geneve(options, ethernet(etherType, bytes))));
        }
        all.addAll(overUdp(
                kind,
                ByteBuffer.allocate(8 + bytes.length)
                        .putShort((short) 0)
                        .putShort((short) etherType)
                        .putInt(42 << 8)
                        .put(bytes)
                        .array()));
        return all;
    }

    private List<Wrapping> overGre(String what, int flags, int type, byte[] payload) {
        int fields = 4 * Integer.bitCount(flags);
        byte[] gre = ByteBuffer.allocate(4 + fields + payload.length)
                .put((byte) flags)
                .put((byte) 0)
                .putShort((short) type)
                .put(new byte[fields])
                .put(payload)
                .array();
        return over("gre of " + what, number(Encapsulation.GRE), gre);
    }

    private List<Wrapping> overUdp(Encapsulation kind, byte[] payload) {
        return kind.numbers(Carrier.UDP_DESTINATION).stream()
                .flatMap(port -> over(kind + " port " + port, 17, udp(12_345, port, payload)).stream())
                .toList();
    }

    /** Between two nodes, over IPv4, with and without options, and over IPv6. */
    private List<Wrapping> over(String what, int protocol, byte[] payload) {
        return List.of(
                new Wrapping(name(what), IPV4, ipv4("192.0.2.1", "192.0.2.2", protocol, payload)),
                new Wrapping(name(what), IPV4, ipv4("192.0.2.1", "192.0.2.2", protocol, 8, 0, payload)),
                new Wrapping(name(what), IPV6, ipv6("fd00:aa::1", "fd00:aa::2", protocol, payload)));
    }

    /** Parts of an IPv4 packet of so many bytes of payload each, a multiple of 8; itself where it is none. */
    List<Wrapping> fragments(int size) {
        int header = (bytes[0] & 0xF) * 4;
        int payload = bytes.length - header;
        if (etherType != IPV4 || payload <= size) {
            return List.of(this);
        }
        List<Wrapping> parts = new ArrayList<>();
        for (int at = 0; at < payload; at += size) {
            int length = Math.min(size, payload - at);
            ByteBuffer part =
                    ByteBuffer.allocate(header + length).put(bytes, 0, header).put(bytes, header + at, length);
            part.putShort(2, (short) part.capacity());
            part.putShort(6, (short) ((at + length < payload ? 0x2000 : 0) | at / 8));
            parts.add(new Wrapping(how + ", fragment " + at, IPV4, part.array()));
        }
        return parts;
    }

    /** As a cooked packet (LINKTYPE_LINUX_SLL2) of an Ethernet device. */
    byte[] cooked() {
        return ByteBuffer.allocate(20 + bytes.length)
                .putShort((short) etherType)
                .putShort((short) 0)
                .putInt(3)
                .putShort((short) 1)
                .put(new byte[10])
                .put(bytes)
                .array();
    }

    @Override
    public String toString() {
        return how;
    }
}
