package io.ambientprober.traffic;

import io.ambientprober.wire.Encapsulation;
import io.ambientprober.wire.LinkType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Encapsulations between nodes that a tap looks into. */
public enum Tunnel {
    /** RFC 7348. */
    VXLAN {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] vxlan = Numbers.join(
                    new byte[] {8, 0, 0, 0}, Numbers.u24(random.nextInt(1 << 24)), new byte[1], ethernet(inner));
            int port = random.nextBoolean() ? 4789 : 8472;
            return Numbers.join(udp(port, vxlan.length + length, random), vxlan);
        }
    },
    /** With an IEEE 802.1Q tag inside. */
    VLAN_IN_VXLAN {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] ethernet = ethernet(inner);
            byte[] vxlan = Numbers.join(
                    new byte[] {8, 0, 0, 0, 0, 0, 42, 0},
                    Arrays.copyOf(ethernet, 12),
                    Numbers.u16(0x8100),
                    Numbers.u16(random.nextInt(1 << 12)),
                    Arrays.copyOfRange(ethernet, 12, 14));
            return Numbers.join(udp(4789, vxlan.length + length, random), vxlan);
        }
    },
    /** RFC 8926, with options. */
    GENEVE {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            int words = random.nextInt(5);
            byte[] options = new byte[words * 4];
            random.nextBytes(options);
            byte[] geneve = Numbers.join(
                    new byte[] {(byte) words, 0},
                    Numbers.u16(0x6558),
                    Numbers.u24(random.nextInt(1 << 24)),
                    new byte[1],
                    options,
                    ethernet(inner));
            return Numbers.join(udp(6081, geneve.length + length, random), geneve);
        }
    },
    /** RFC 2784. */
    GRE {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] gre = Numbers.join(new byte[2], Numbers.u16(Links.etherType(inner)));
            return Numbers.join(outer(47, gre.length + length, random), gre);
        }
    },
    /** RFC 2890: checksum, key and sequence number; Ethernet inside. */
    GRE_KEYED {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] fields = new byte[12];
            random.nextBytes(fields);
            byte[] gre = Numbers.join(new byte[] {(byte) 0xB0, 0}, Numbers.u16(0x6558), fields, ethernet(inner));
            return Numbers.join(outer(47, gre.length + length, random), gre);
        }
    },
    /** RFC 2003, RFC 4213 and RFC 2473. */
    IP_IN_IP {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            return outer(protocol(inner), length, random);
        }
    },
    /** draft-foschiano-erspan, type I: no header of its own. */
    ERSPAN_I(2) {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            return gre(0, 0x88BE, ethernet(inner), length, random);
        }
    },
    ERSPAN_II(2) {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] erspan = Numbers.join(new byte[] {0x10}, Foreign.bytes(7, random), ethernet(inner));
            return gre(0x10, 0x88BE, erspan, length, random);
        }
    },
    /** With the optional subheader or without. */
    ERSPAN_III(2) {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            int more = random.nextInt(2);
            byte[] erspan = Numbers.join(
                    new byte[] {0x20},
                    Foreign.bytes(9, random),
                    new byte[] {0, (byte) more},
                    new byte[8 * more],
                    ethernet(inner));
            return gre(0x10, 0x22EB, erspan, length, random);
        }
    },
    /** Of an IP packet without its Ethernet header. */
    ERSPAN_III_IP(2) {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] erspan = Numbers.join(new byte[] {0x20}, Foreign.bytes(9, random), new byte[] {2 << 2, 0});
            return gre(0x10, 0x22EB, erspan, length, random);
        }
    },
    /** RFC 7510. */
    MPLS_IN_UDP {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] labels = labels(random);
            return Numbers.join(udp(6635, labels.length + length, random), labels);
        }
    },
    /** RFC 4023. */
    MPLS_IN_GRE(2) {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            return gre(0, 0x8847, labels(random), length, random);
        }
    },
    /** RFC 4302, tunnel mode. */
    AUTHENTICATION {
        @Override
        byte[] headers(byte[] inner, int length, RandomGenerator random) {
            byte[] header = Numbers.join(new byte[] {(byte) protocol(inner), 4}, Foreign.bytes(22, random));
            return Numbers.join(outer(51, header.length + length, random), header);
        }
    };

    private static final int MAX_INNER = 65_000;

    private final int names;

    Tunnel() {
        this(1);
    }

    Tunnel(int names) {
        this.names = names;
    }

    /** How many tunnels a decoder names of it. */
    public int names() {
        return names;
    }

    /** What has it around its packets; at least one for each that a decoder looks into. */
    public static List<Tunnel> of(Encapsulation kind) {
        return switch (kind) {
            case VXLAN -> List.of(VXLAN);
            case GENEVE -> List.of(GENEVE);
            case GRE -> List.of(GRE, GRE_KEYED);
            case IP_IN_IP -> List.of(IP_IN_IP);
            case ERSPAN -> List.of(ERSPAN_I, ERSPAN_II);
            case ERSPAN_III -> List.of(ERSPAN_III, ERSPAN_III_IP);
            case MPLS -> List.of(MPLS_IN_UDP, MPLS_IN_GRE);
            case AUTHENTICATION -> List.of(AUTHENTICATION);
            case BRIDGED_ETHERNET -> List.of(GENEVE, GRE_KEYED);
            case VLAN -> List.of(VLAN_IN_VXLAN);
            case ESP -> List.of();
        };
    }

    abstract byte[] headers(byte[] inner, int length, RandomGenerator random);

    /** The frame as an underlay device would show it; as it is when it is too long for that. */
    public Frame around(Frame frame, RandomGenerator random) {
        int at = Links.ipAt(frame);
        int length = frame.length() - at;
        if (at < 0 || length > MAX_INNER) {
            return frame;
        }
        byte[] inner = Arrays.copyOfRange(frame.data(), at, frame.captured());
        byte[] headers = headers(inner, length, random);
        byte[] outer = Numbers.join(headers, inner);
        byte[] link = Links.header(frame.linkType(), Links.etherType(outer));
        return frame.with(fixed(frame.linkType()), Numbers.join(link, outer), link.length + headers.length + length);
    }

    private static LinkType fixed(LinkType type) {
        return type == LinkType.IPV4 || type == LinkType.IPV6 ? LinkType.RAW : type;
    }

    private static int protocol(byte[] inner) {
        return Links.etherType(inner) == Links.IPV6 ? 41 : 4;
    }

    /** Two labels, of which the second ends the stack. */
    private static byte[] labels(RandomGenerator random) {
        return Numbers.join(
                Numbers.u24(random.nextInt(1 << 20) << 4),
                new byte[] {64},
                Numbers.u24(random.nextInt(1 << 20) << 4 | 1),
                new byte[] {64});
    }

    /** With a sequence number where the flags say so. */
    private static byte[] gre(int flags, int type, byte[] payload, int length, RandomGenerator random) {
        byte[] gre = Numbers.join(
                new byte[] {(byte) flags, 0}, Numbers.u16(type), new byte[4 * Integer.bitCount(flags)], payload);
        return Numbers.join(outer(47, gre.length + length, random), gre);
    }

    private static byte[] ethernet(byte[] inner) {
        return Links.header(LinkType.ETHERNET, Links.etherType(inner));
    }

    private static byte[] udp(int port, int payload, RandomGenerator random) {
        byte[] udp = ByteBuffer.allocate(8)
                .putShort((short) (32768 + random.nextInt(16384)))
                .putShort((short) port)
                .putShort((short) (8 + payload))
                .array();
        return Numbers.join(outer(17, udp.length + payload, random), udp);
    }

    /** Between two nodes, over IPv4 or IPv6. */
    private static byte[] outer(int protocol, int payload, RandomGenerator random) {
        return random.nextBoolean()
                ? ByteBuffer.allocate(20)
                        .put((byte) 0x45)
                        .putShort(2, (short) (20 + payload))
                        .put(8, (byte) 64)
                        .put(9, (byte) protocol)
                        .putInt(12, 0xAC1F0001)
                        .putInt(16, 0xAC1F0002)
                        .array()
                : ByteBuffer.allocate(40)
                        .put((byte) 0x60)
                        .putShort(4, (short) payload)
                        .put(6, (byte) protocol)
                        .put(7, (byte) 64)
                        .putLong(8, 0xFD00_0000_0000_00FFL)
                        .put(23, (byte) 1)
                        .putLong(24, 0xFD00_0000_0000_00FFL)
                        .put(39, (byte) 2)
                        .array();
    }
}
