package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** What the header of an encapsulation says of what it holds. A flyweight that the next reading overwrites. */
final class EncapsulationHeader {
    /** What follows a header. */
    enum Inside {
        ETHERNET,
        IP,
        /** What the EtherType in {@link #type} announces. */
        ETHERTYPE,
        /** What the IP protocol in {@link #type} announces. */
        IP_PROTOCOL,
        /** Encrypted. */
        CIPHERTEXT
    }

    /** In place of {@link #id}. */
    static final long NO_ID = -1;

    private static final int ETHERNET_LENGTH = 14;
    private static final int MAX_LABELS = 16;
    /** The frame type of what is mirrored without an Ethernet header; draft-foschiano-erspan-03, section 4.3. */
    private static final int ERSPAN_IP = 2;

    Inside inside = Inside.IP;
    int type;
    /** What {@link #type} announces as an EtherType; null where that is IP. */
    @Nullable
    Encapsulation next;
    /** Where what it holds begins. */
    int innerAt;
    /** Of the network, session or label; {@link #NO_ID} without one. */
    long id;

    /** Of the GRE header read last: with a sequence number. Without one an ERSPAN header has no length. */
    private boolean sequenced;

    /**
     * Reads a header.
     *
     * @param end of what was captured
     * @return false where it is cut off, malformed, or holds nothing that is read on
     */
    boolean read(Encapsulation kind, byte[] data, int at, int end) {
        id = NO_ID;
        boolean whole = switch (kind) {
            case VLAN -> vlan(data, at, end);
            case MPLS -> mpls(data, at, end);
            case BRIDGED_ETHERNET -> holds(Inside.ETHERNET, at);
            case IP_IN_IP -> holds(Inside.IP, at);
            case GRE -> gre(data, at, end);
            case ERSPAN -> erspan(data, at, end);
            case ERSPAN_III -> erspan3(data, at, end);
            case AUTHENTICATION -> authentication(data, at, end);
            case ESP -> esp(data, at, end);
            case VXLAN -> vxlan(data, at, end);
            case GENEVE -> geneve(data, at, end);
        };
        return whole && isFollowed(end);
    }

    private boolean holds(Inside what, int where) {
        inside = what;
        innerAt = where;
        return true;
    }

    private boolean holds(int etherType, int where) {
        type = etherType;
        return holds(Inside.ETHERTYPE, where);
    }

    private boolean isFollowed(int end) {
        return switch (inside) {
            case ETHERNET -> innerAt + ETHERNET_LENGTH <= end;
            case IP -> innerAt < end;
            case ETHERTYPE -> innerAt < end && isRead();
            case IP_PROTOCOL, CIPHERTEXT -> innerAt <= end;
        };
    }

    private boolean isRead() {
        next = Encapsulation.ofEtherType(type);
        return next != null || IpNumbers.isIp(type);
    }

    /** The tag's priority and id, then the EtherType of what follows. */
    private boolean vlan(byte[] data, int at, int end) {
        return at + 4 <= end && holds(Bytes.u16(data, at + 2), at + 4);
    }

    /** RFC 3032: labels of 20 bits, three bits of class, the S bit in the last one, a time to live. */
    private boolean mpls(byte[] data, int at, int end) {
        for (int label = at; label + 4 <= end && label < at + 4 * MAX_LABELS; label += 4) {
            if ((data[label + 2] & 1) != 0) {
                id = Bytes.u32(data, label) >>> 12;
                return label + 4 < end && labelled(data, label + 4);
            }
        }
        return false;
    }

    /** RFC 4928: the first half byte tells IP. RFC 4385: zero begins the control word of a pseudowire, for which Ethernet is what is usual. */
    private boolean labelled(byte[] data, int at) {
        int first = Bytes.u8(data, at) >>> 4;
        return switch (first) {
            case 4, 6 -> holds(Inside.IP, at);
            case 0 -> holds(Inside.ETHERNET, at + 4);
            default -> holds(Inside.ETHERNET, at);
        };
    }

    /** RFC 2784 and 2890: flags for checksum, key and sequence number, protocol type, then those fields. */
    private boolean gre(byte[] data, int at, int end) {
        if (at + 4 > end || (data[at + 1] & 0x07) != 0) {
            return false;
        }
        int flags = Bytes.u8(data, at);
        int next = at + 4 + ((flags & 0x80) != 0 ? 4 : 0);
        id = 0;
        if ((flags & 0x20) != 0) {
            if (next + 4 > end) {
                return false;
            }
            id = Bytes.u32(data, next);
            next += 4;
        }
        sequenced = (flags & 0x10) != 0;
        return holds(Bytes.u16(data, at + 2), next + (sequenced ? 4 : 0));
    }

    /** Type I has no header, and no sequence number in GRE; type II ends its second 16 bits with the session. */
    private boolean erspan(byte[] data, int at, int end) {
        if (!sequenced) {
            return holds(Inside.ETHERNET, at);
        }
        return at + 8 <= end && session(data, at) && holds(Inside.ETHERNET, at + 8);
    }

    /** 12 bytes: in the last two the frame's type, and the bit that says whether 8 more follow. */
    private boolean erspan3(byte[] data, int at, int end) {
        if (at + 12 > end) {
            return false;
        }
        Inside frame = (Bytes.u8(data, at + 10) >>> 2 & 0x1F) == ERSPAN_IP ? Inside.IP : Inside.ETHERNET;
        return session(data, at) && holds(frame, at + 12 + ((data[at + 11] & 1) != 0 ? 8 : 0));
    }

    private boolean session(byte[] data, int at) {
        id = Bytes.u16(data, at + 2) & 0x3FF;
        return true;
    }

    /** RFC 4302: the next header, and the length in words less two. */
    private boolean authentication(byte[] data, int at, int end) {
        if (at + 8 > end) {
            return false;
        }
        type = Bytes.u8(data, at);
        return holds(Inside.IP_PROTOCOL, at + (Bytes.u8(data, at + 1) + 2) * 4);
    }

    /** RFC 4303: no SPI is 0. Over UDP, IKE begins with four zero bytes, and a keepalive is one byte (RFC 3948, section 2). */
    private boolean esp(byte[] data, int at, int end) {
        return at + 4 <= end && Bytes.i32(data, at) != 0 && holds(Inside.CIPHERTEXT, at + 4);
    }

    /** RFC 7348: flags with the I bit, three reserved bytes, VNI of three bytes, one reserved byte. */
    private boolean vxlan(byte[] data, int at, int end) {
        if (at + 8 > end || (data[at] & 0x08) == 0) {
            return false;
        }
        id = Bytes.u24(data, at + 4);
        return holds(Inside.ETHERNET, at + 8);
    }

    /** RFC 8926: version and option length, flags, protocol type, VNI of three bytes, options. */
    private boolean geneve(byte[] data, int at, int end) {
        if (at + 8 > end || (data[at] & 0xC0) != 0) {
            return false;
        }
        id = Bytes.u24(data, at + 4);
        return holds(Bytes.u16(data, at + 2), at + 8 + (data[at] & 0x3F) * 4);
    }
}
