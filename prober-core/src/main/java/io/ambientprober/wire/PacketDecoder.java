package io.ambientprober.wire;

import io.ambientprober.wire.Headers.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads link layer, IP, tunnels and transport of a packet into {@link Headers}. Whatever is cut off, malformed or unknown ends the
 * reading there and is not an error; checksums are not looked at, because offloads make those of outgoing packets wrong.
 *
 * <p>Not safe for use by several threads: fragments are held until their datagram is whole.
 */
public final class PacketDecoder {
    /** No packet is longer; whatever a capture claims, the sum of it and an offset stays an int. */
    private static final int MAX_LENGTH = 1 << 30;

    /** Headers of all kinds in one packet, so that hostile bytes make no deep recursion. */
    private static final int MAX_ENCAPSULATIONS = 32;

    private static final int MAX_IPV6_EXTENSIONS = 16;

    /** Of IPv6 without jumbograms; IPv4 has less. */
    private static final int MAX_IP = 40 + 65_535;

    // https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
    private static final int SLL2_LENGTH = 20;
    private static final int SLL2_DEVICE = 4;
    private static final int SLL2_PACKET_TYPE = 10;
    /** PACKET_OUTGOING, linux/if_packet.h. */
    private static final int OUTGOING = 4;

    private final Headers headers = new Headers();
    private final EncapsulationHeader header = new EncapsulationHeader();
    private final NflogMessage nflog = new NflogMessage();
    private final IpFragments fragments = new IpFragments();
    private final Fragment fragment = new Fragment();
    private final VxlanPorts vxlanPorts;
    private int encapsulations;

    /** A decoder of one capture: fragments of several do not mix. */
    public PacketDecoder(VxlanPorts vxlanPorts) {
        this.vxlanPorts = vxlanPorts;
    }

    /** Decodes; the result holds until the next call and until the packet's bytes change. */
    public Headers decode(Packet packet) {
        byte[] data = packet.data;
        int at = packet.offset;
        int end = at + packet.captured;
        int wireEnd = at + Math.min(packet.length, MAX_LENGTH);
        headers.reset(data, at, packet.captured, wireEnd - at);
        encapsulations = 0;
        headers.device = 0;
        headers.outgoing = false;
        switch (packet.linkType) {
            case ETHERNET -> {
                headers.loopback = Loopback.carriedEthernet(packet);
                ethernet(data, at, end, wireEnd);
            }
            case LINUX_SLL -> {
                headers.loopback = Loopback.carriedSll(packet);
                typed(data, at + 14, at + 16, end, wireEnd);
            }
            case LINUX_SLL2 -> {
                headers.loopback = Loopback.carriedSll2(packet);
                device(packet);
                typed(data, at, at + SLL2_LENGTH, end, wireEnd);
            }
            case NULL, LOOP -> {
                headers.loopback = Loopback.isNamed(packet);
                ip(data, at + 4, end, wireEnd);
            }
            case RAW, IPV4, IPV6 -> {
                headers.loopback = Loopback.isNamed(packet);
                ip(data, at, end, wireEnd);
            }
            case NFLOG -> nflog(packet, data, at, end);
            case OTHER -> {}
        }
        return headers;
    }

    /** Of the link types that are read, only this one says it. */
    private void device(Packet packet) {
        if (packet.captured >= SLL2_LENGTH) {
            headers.device = Bytes.i32(packet.data, packet.offset + SLL2_DEVICE) & Integer.MAX_VALUE;
            headers.outgoing = Bytes.u8(packet.data, packet.offset + SLL2_PACKET_TYPE) == OUTGOING;
        }
    }

    /** How long the IP packet was on the wire, only its own header says: the log may hold its beginning alone. */
    private void nflog(Packet packet, byte[] data, int at, int end) {
        headers.loopback = Loopback.isNamed(packet);
        if (nflog.read(data, at, end)) {
            headers.loopback |= nflog.loopback;
            ip(data, nflog.payloadAt, nflog.payloadEnd, nflog.payloadAt + MAX_IP);
        }
    }

    private void ethernet(byte[] data, int at, int end, int wireEnd) {
        typed(data, at + 12, at + 14, end, wireEnd);
    }

    /**
     * What an EtherType announces.
     *
     * @param typeAt where the EtherType stands
     * @param at where what it announces begins
     */
    private void typed(byte[] data, int typeAt, int at, int end, int wireEnd) {
        if (at > end) {
            return;
        }
        int type = Bytes.u16(data, typeAt);
        if (IpNumbers.isIp(type)) {
            ip(data, at, end, wireEnd);
            return;
        }
        Encapsulation kind = Encapsulation.ofEtherType(type);
        if (kind != null) {
            encapsulated(kind, data, at, end, wireEnd);
        }
    }

    /** @param kind what an EtherType announced; null for IP */
    private void announced(@Nullable Encapsulation kind, byte[] data, int at, int end, int wireEnd) {
        if (kind == null) {
            ip(data, at, end, wireEnd);
        } else {
            encapsulated(kind, data, at, end, wireEnd);
        }
    }

    private void encapsulated(Encapsulation kind, byte[] data, int at, int end, int wireEnd) {
        if (encapsulations++ >= MAX_ENCAPSULATIONS
                || !header.read(kind, data, at, end)
                || !headers.enter(kind, header.id)) {
            return;
        }
        switch (header.inside) {
            case ETHERNET -> ethernet(data, header.innerAt, end, wireEnd);
            case IP -> ip(data, header.innerAt, end, wireEnd);
            case ETHERTYPE -> announced(header.next, data, header.innerAt, end, wireEnd);
            case IP_PROTOCOL -> transport(header.type, data, header.innerAt, end, wireEnd);
            case CIPHERTEXT -> headers.esp = true;
        }
    }

    private void ip(byte[] data, int at, int end, int wireEnd) {
        if (at >= end) {
            return;
        }
        switch (data[at] >>> 4 & 0xF) {
            case 4 -> ipv4(data, at, end, wireEnd);
            case 6 -> ipv6(data, at, end, wireEnd);
            default -> {} // not IP after all
        }
    }

    private void ipv4(byte[] data, int at, int end, int wireEnd) {
        int headerLength = (data[at] & 0xF) * 4;
        if (headerLength < 20 || at + headerLength > end) {
            return;
        }
        int total = Bytes.u16(data, at + 2);
        // a super-packet of more than 64 KiB says 0 (Linux BIG TCP)
        int ipEnd = total == 0 ? wireEnd : Math.min(wireEnd, at + Math.max(total, headerLength));
        headers.sourceHigh = 0;
        headers.sourceLow = 0xFFFF_0000_0000L | Bytes.u32(data, at + 12);
        headers.destinationHigh = 0;
        headers.destinationLow = 0xFFFF_0000_0000L | Bytes.u32(data, at + 16);
        int protocol = Bytes.u8(data, at + 9);
        int flags = Bytes.u16(data, at + 6);
        int offset = (flags & 0x1FFF) * 8;
        boolean more = (flags & 0x2000) != 0;
        int payloadAt = at + headerLength;
        int payloadEnd = Math.min(end, ipEnd);
        if (offset == 0 && !more) {
            transport(protocol, data, payloadAt, payloadEnd, ipEnd);
        } else {
            fragment.header(protocol, Bytes.u16(data, at + 4), offset, more);
            fragment(data, payloadAt, payloadEnd, ipEnd);
        }
    }

    private void ipv6(byte[] data, int at, int end, int wireEnd) {
        if (at + 40 > end) {
            return;
        }
        int payloadLength = Bytes.u16(data, at + 4);
        int ipEnd = payloadLength == 0 ? wireEnd : Math.min(wireEnd, at + 40 + payloadLength);
        headers.sourceHigh = Bytes.i64(data, at + 8);
        headers.sourceLow = Bytes.i64(data, at + 16);
        headers.destinationHigh = Bytes.i64(data, at + 24);
        headers.destinationLow = Bytes.i64(data, at + 32);
        extensions(Bytes.u8(data, at + 6), data, at + 40, Math.min(end, ipEnd), ipEnd);
    }

    /** IPv6 extension headers (RFC 8200, section 4), and what follows them. A reassembled datagram may begin with some too. */
    private void extensions(int first, byte[] data, int at, int end, int wireEnd) {
        int protocol = first;
        int next = at;
        for (int i = 0; i < MAX_IPV6_EXTENSIONS; i++) {
            int length;
            switch (protocol) {
                case IpNumbers.HOP_BY_HOP, IpNumbers.ROUTING, IpNumbers.DESTINATION_OPTIONS, IpNumbers.MOBILITY -> {
                    if (next + 8 > end) {
                        unread(protocol, next, end, wireEnd);
                        return;
                    }
                    length = 8 + Bytes.u8(data, next + 1) * 8;
                }
                case IpNumbers.FRAGMENT -> {
                    if (next + 8 > end) {
                        unread(protocol, next, end, wireEnd);
                        return;
                    }
                    int word = Bytes.u16(data, next + 2);
                    boolean more = (word & 1) != 0;
                    int offset = word & 0xFFF8;
                    int inner = Bytes.u8(data, next);
                    if (offset != 0 || more) {
                        fragment.header(inner, Bytes.i32(data, next + 4), offset, more);
                        fragment(data, next + 8, end, wireEnd);
                        return;
                    }
                    length = 8;
                }
                default -> {
                    transport(protocol, data, next, end, wireEnd);
                    return;
                }
            }
            protocol = Bytes.u8(data, next);
            next += length;
        }
        unread(protocol, Math.min(next, end), end, wireEnd);
    }

    /** Its header has been read. */
    private void fragment(byte[] data, int at, int end, int wireEnd) {
        unread(fragment.protocol, at, end, wireEnd);
        if (end < wireEnd || end <= at) {
            return; // cut by the snap length: never whole
        }
        fragment.bytes(data, at, end - at);
        int length = fragments.add(headers, fragment);
        if (length > 0) {
            byte[] whole = fragments.datagram();
            headers.data = whole;
            headers.reassembled = true;
            extensions(fragment.protocol, whole, 0, length, length);
        }
    }

    /** IP whose payload is not followed. */
    private void unread(int protocol, int at, int end, int wireEnd) {
        headers.kind = Kind.IP;
        headers.protocol = protocol;
        headers.sourcePort = 0;
        headers.destinationPort = 0;
        headers.payload(Math.min(at, end), Math.max(0, end - at), Math.max(0, wireEnd - at));
    }

    private void transport(int protocol, byte[] data, int at, int end, int wireEnd) {
        unread(protocol, at, end, wireEnd);
        switch (protocol) {
            case IpNumbers.TCP -> tcp(data, at, end, wireEnd);
            case IpNumbers.UDP -> udp(data, at, end, wireEnd);
            default -> {
                Encapsulation kind = Encapsulation.ofProtocol(protocol);
                if (kind != null) { // else ICMP and others: their bytes are searched for tokens like any
                    encapsulated(kind, data, at, end, wireEnd);
                }
            }
        }
    }

    private void tcp(byte[] data, int at, int end, int wireEnd) {
        if (at + 20 > end) {
            return;
        }
        int headerLength = (data[at + 12] >>> 4 & 0xF) * 4;
        if (headerLength < 20 || at + headerLength > wireEnd) {
            return;
        }
        int payloadAt = at + headerLength;
        headers.kind = Kind.TCP;
        headers.sourcePort = Bytes.u16(data, at);
        headers.destinationPort = Bytes.u16(data, at + 2);
        headers.sequence = Bytes.i32(data, at + 4);
        headers.acknowledgement = Bytes.i32(data, at + 8);
        headers.flags = Bytes.u8(data, at + 13);
        headers.payload(Math.min(payloadAt, end), Math.max(0, end - payloadAt), wireEnd - payloadAt);
    }

    private void udp(byte[] data, int at, int end, int wireEnd) {
        if (at + 8 > end) {
            return;
        }
        int payloadAt = at + 8;
        int source = Bytes.u16(data, at);
        int destination = Bytes.u16(data, at + 2);
        headers.kind = Kind.UDP;
        headers.sourcePort = source;
        headers.destinationPort = destination;
        headers.payload(payloadAt, end - payloadAt, Math.max(0, wireEnd - payloadAt));
        Encapsulation kind =
                vxlanPorts.contains(destination) ? Encapsulation.VXLAN : Encapsulation.ofDatagram(source, destination);
        if (kind != null && kind != Encapsulation.ESP) {
            encapsulated(kind, data, payloadAt, end, wireEnd);
        } else if (WireGuardMessage.begins(data, payloadAt, end, headers.payloadLength)) {
            headers.wireGuard = true;
        } else if (kind != null) {
            encapsulated(kind, data, payloadAt, end, wireEnd);
        }
    }
}
