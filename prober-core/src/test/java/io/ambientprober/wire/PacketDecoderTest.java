package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Fragmentation;
import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Links;
import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Packets;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Segment;
import io.ambientprober.traffic.Tunnel;
import io.ambientprober.wire.Headers.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketDecoderTest {
    private static final String IPV4_TCP = "45 00 002c 1234 4000 40 06 0000 0a000001 0a000002"
            + " 9c40 1f90 00000064 000000c8 50 18 ffff 0000 0000 64617461";
    private static final String IPV4_UDP =
            "45 00 0020 1234 4000 40 11 0000 0a000001 0a000002 9c40 0035 000c 0000 64617461";
    private static final String IPV6 = "60 000000 %s fd000000000000000000000000000001 fd000000000000000000000000000002";
    private static final String TCP = "9c40 1f90 00000064 000000c8 50 18 ffff 0000 0000 64617461";
    /** Of group 5, with the attribute NFULA_PACKET_HDR and one of three padding bytes. */
    private static final String NFLOG = "02 00 0005 0800 0100 0800 03 00 0500 0a00 00 000000";

    private static final String MACS = "020000000001 020000000002 ";

    private final PacketDecoder decoder = new PacketDecoder(new VxlanPorts(List.of(4790)));

    /** Link type, bytes, and what is read of them. */
    static List<Arguments> packets() {
        return List.of(
                arguments(LinkType.RAW, IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.IPV4, IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.RAW, IPV4_UDP, "UDP 10.0.0.1:40000 10.0.0.2:53 data []"),
                arguments(LinkType.NULL, "02000000" + IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.LOOP, "00000002" + IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.ETHERNET, MACS + "0800" + IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "8100 0064 0800" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "88a8 0001 8100 0002 0800" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "9100 0001 0800" + IPV4_TCP + "0000 0000 0000",
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.LINUX_SLL,
                        "0000 0001 0006 020000000001 0000 0800" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.LINUX_SLL2,
                        "0800 0000 00000003 0001 00 06 020000000001 0000" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.RAW, IPV6.formatted("0018 06 40") + TCP, "TCP fd00::1:40000 fd00::2:8080 data []"),
                arguments(
                        LinkType.IPV6,
                        IPV6.formatted("0028 00 40") + "3c 00 000000000000 06 00 000000000000" + TCP,
                        "TCP fd00::1:40000 fd00::2:8080 data []"),
                arguments(
                        LinkType.RAW,
                        IPV6.formatted("0020 2c 40") + "06 00 0000 00000001" + TCP,
                        "TCP fd00::1:40000 fd00::2:8080 data []"),
                arguments(
                        LinkType.RAW,
                        IPV6.formatted("0024 33 40") + "06 01 0000 00000001 00000002" + TCP,
                        "TCP fd00::1:40000 fd00::2:8080 data []"),
                arguments(
                        LinkType.RAW,
                        "46 00 0030 1234 4000 40 06 0000 0a000001 0a000002 01010101" + TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(LinkType.RAW, IPV4_TCP.replace("002c", "0000"), "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "0000 0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "2000 0800 0000002a" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "b000 6558 00000000 0000002a 00000001" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "0000 88be" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, erspan]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "1000 88be 00000001 1000 002a 00000000" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, erspan 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "1000 22eb 00000001 2000 002a 00000000 0000 0000" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, erspan 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(
                                0x2F,
                                "1000 22eb 00000001 2000 002a 00000000 0000 0001 0000000000000000" + MACS + "0800"
                                        + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, erspan 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "1000 22eb 00000001 2000 002a 00000000 0000 0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, erspan 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x2F, "0000 8847 0002a140" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [gre 0, mpls 42]"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "8847 00001040 0002a140" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [mpls 42]"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "8847 0002a140 00000001" + MACS + "0800" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [mpls 42]"),
                arguments(
                        LinkType.ETHERNET,
                        MACS + "8847 0002a140 12" + MACS.substring(2) + "0800" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [mpls 42]"),
                arguments(
                        LinkType.LINUX_SLL2,
                        "8848 0000 00000003 0001 00 06 020000000001 0000 0002a140" + IPV6.formatted("0018 06 40") + TCP,
                        "TCP fd00::1:40000 fd00::2:8080 data [mpls 42]"),
                arguments(
                        LinkType.RAW,
                        udp(6635, "0002a140" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [mpls 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(137, "0002a140" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [mpls 42]"),
                arguments(
                        LinkType.RAW,
                        ipv4(51, "0401 0000 00000001 00000002" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [ip-in-ip]"),
                arguments(LinkType.RAW, ipv4(4, IPV4_TCP), "TCP 10.0.0.1:40000 10.0.0.2:8080 data [ip-in-ip]"),
                arguments(
                        LinkType.RAW,
                        ipv4(0x29, IPV6.formatted("0018 06 40") + TCP),
                        "TCP fd00::1:40000 fd00::2:8080 data [ip-in-ip]"),
                arguments(
                        LinkType.RAW,
                        udp(4789, "08000000 00002a 00" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [vxlan 42]"),
                arguments(
                        LinkType.RAW,
                        udp(8472, "08000000 00002a 00" + MACS + "8100 0001 0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [vxlan 42]"),
                arguments(
                        LinkType.RAW,
                        udp(4790, "08000000 00002a 00" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [vxlan 42]"),
                arguments(
                        LinkType.RAW,
                        udp(6081, "0240 6558 00002a 00 0102030405060708" + MACS + "0800" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [geneve 42]"),
                arguments(
                        LinkType.RAW,
                        udp(6081, "0000 0800 000001 00" + IPV4_TCP),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [geneve 1]"),
                arguments(
                        LinkType.RAW,
                        udp(4789, "08000000 000001 00" + MACS + "0800" + ipv4(4, IPV4_TCP)),
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data [vxlan 1, ip-in-ip]"),
                arguments(
                        LinkType.RAW,
                        udp(51871, "05000000"),
                        "UDP 172.31.0.1:50000 172.31.0.2:51871 \\x05\\x00\\x00\\x00 []"),
                arguments(
                        LinkType.RAW,
                        udp(4500, "00000007 00000001"),
                        "UDP 172.31.0.1:50000 172.31.0.2:4500 \\x00\\x00\\x00\\x07\\x00\\x00\\x00\\x01 [] esp"),
                arguments(
                        LinkType.RAW,
                        udp(4500, "00000000 00000001"),
                        "UDP 172.31.0.1:50000 172.31.0.2:4500 \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01 []"),
                arguments(LinkType.RAW, udp(4500, "ff"), "UDP 172.31.0.1:50000 172.31.0.2:4500 \\xff []"),
                arguments(
                        LinkType.RAW, ipv4(50, "00000007"), "IP 172.31.0.1:0 172.31.0.2:0 \\x00\\x00\\x00\\x07 [] esp"),
                arguments(LinkType.RAW, ipv4(1, "08000000"), "IP 172.31.0.1:0 172.31.0.2:0 \\x08\\x00\\x00\\x00 []"),
                arguments(LinkType.NFLOG, NFLOG + "3000 0900" + IPV4_TCP, "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.NFLOG,
                        "02 00 0005 0008 0001 0800 03 00 0005 000a 00 000000 0030 0009" + IPV4_TCP,
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.NFLOG,
                        NFLOG + "2f00 0900" + IPV4_TCP.replace("002c", "002b") + "00",
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 dat []"),
                arguments(
                        LinkType.NFLOG,
                        NFLOG + "3000 0900" + IPV4_TCP + "0c00 0300 0000000000000000",
                        "TCP 10.0.0.1:40000 10.0.0.2:8080 data []"),
                arguments(
                        LinkType.NFLOG,
                        "0a 00 0000 4400 0900" + IPV6.formatted("0018 06 40") + TCP,
                        "TCP fd00::1:40000 fd00::2:8080 data []"),
                arguments(LinkType.NFLOG, "02 01 0000 3000 0900" + IPV4_TCP, "NOT_IP"),
                arguments(LinkType.NFLOG, "02 00 0000 0000 0900" + IPV4_TCP, "NOT_IP"),
                arguments(LinkType.NFLOG, NFLOG + "0300 0100" + IPV4_TCP, "NOT_IP"),
                arguments(LinkType.NFLOG, NFLOG + "ffff 0100" + IPV4_TCP, "NOT_IP"),
                arguments(LinkType.NFLOG, NFLOG, "NOT_IP"),
                arguments(LinkType.ETHERNET, MACS + "0806 0001", "NOT_IP"),
                arguments(LinkType.RAW, "75 00", "NOT_IP"),
                arguments(LinkType.ETHERNET, "", "NOT_IP"));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void readsHeaders(LinkType linkType, String hex, String expected) {
        assertThat(told(decode(linkType, bytes(hex)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void survivesPacketsThatAreCutAnywhere(LinkType linkType, String hex, String ignored) {
        byte[] whole = bytes(hex);
        for (int length = 0; length < whole.length; length++) {
            Headers headers = decode(linkType, Arrays.copyOf(whole, length), whole.length);

            assertThat(headers.payloadCaptured()).as("%d bytes", length).isBetween(0, length);
            assertThat(headers.payloadAt()).isBetween(0, whole.length);
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void survivesPacketsWithAnyBytes(LinkType linkType, String hex, String ignored) {
        RandomGenerator random = Seeds.random("bytes", hex);
        byte[] whole = bytes(hex);
        for (int round = 0; round < Seeds.rounds(2_000) && whole.length > 0; round++) {
            byte[] damaged = whole.clone();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Headers headers = decode(linkType, damaged);

            assertThat(headers.payloadCaptured()).isBetween(0, Math.max(whole.length, 65_535));
            assertThat(headers.payloadAt() + headers.payloadCaptured()).isLessThanOrEqualTo(headers.data().length);
        }
    }

    /** Type, length, and whether it is a message of WireGuard. */
    @ParameterizedTest
    @CsvSource({
        "1, 148, true", "1, 147, false", "1, 149, false", "1, 9, false", "2, 92, true", "2, 96, false", "3, 64, true",
                "3, 48, false",
        "4, 32, true", "4, 16, false", "4, 33, false", "4, 48, true", "4, 1440, true", "4, 1448, false",
                "0, 148, false", "5, 64, false",
        "255, 32, false"
    })
    void knowsWireGuardByItsMessagesAtAnyPort(int type, int length, boolean expected) {
        for (int port : new int[] {51_820, 51_821, 443}) {
            byte[] message = new byte[length];
            message[0] = (byte) type;
            IpAddress one = IpAddress.parse("2001:db8::1");
            byte[] packet = Packets.udp(one, port, IpAddress.parse("2001:db8::2"), port, message);

            assertThat(decode(LinkType.RAW, packet).isWireGuard()).isEqualTo(expected);
            assertThat(decode(LinkType.RAW, Arrays.copyOf(packet, 52), packet.length)
                            .isWireGuard())
                    .isEqualTo(expected);
            packet[50] = 1;
            assertThat(decode(LinkType.RAW, packet).isWireGuard())
                    .as("a reserved byte")
                    .isFalse();
        }
    }

    @Test
    void readsNumbersOfATcpHeader() {
        Headers headers = decode(LinkType.RAW, bytes(IPV4_TCP));

        assertThat(headers.sequence).isEqualTo(100);
        assertThat(headers.acknowledgement).isEqualTo(200);
        assertThat(headers.flags).isEqualTo(Headers.ACK | 0x08);
    }

    @Test
    void tellsWhatTheSnapLengthCut() {
        byte[] whole = bytes(IPV4_TCP);
        Headers headers = decode(LinkType.RAW, Arrays.copyOf(whole, whole.length - 3), whole.length);

        assertThat(headers.payloadCaptured()).isEqualTo(1);
        assertThat(headers.payloadLength()).isEqualTo(4);
    }

    /** The kernel copies as much as the log's group asked for, and only the IP header says how much there was. */
    @Test
    void tellsWhatALogOfPacketsDidNotCopy() {
        Headers headers = decode(LinkType.NFLOG, bytes("02 00 0000 2d00 0900" + IPV4_TCP));

        assertThat(headers.payloadCaptured()).isEqualTo(1);
        assertThat(headers.payloadLength()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Tunnel.class)
    void followsEightTunnelsAndNoMore(Tunnel tunnel) {
        RandomGenerator random = Seeds.random(tunnel);
        Frame frame = frame(bytes(IPV4_TCP));
        for (int depth = 1; depth <= 10; depth++) {
            frame = tunnel.around(frame, random);
            Headers headers = decode(frame.linkType(), frame.data());

            int tunnels = depth * tunnel.names();
            assertThat(headers.tunnelNames()).hasSize(Math.min(tunnels, 8));
            assertThat(headers.kind() == Kind.TCP).as("%d deep", depth).isEqualTo(tunnels <= 8);
        }
    }

    /** Each header of 8 bytes announces another. */
    @Test
    void readsNoHeadersWithoutEnd() {
        byte[] headers = new byte[60_000];
        for (int at = 0; at < headers.length; at += 8) {
            headers[at] = 51;
        }
        IpAddress one = IpAddress.parse("10.0.0.1");

        assertThat(decode(LinkType.RAW, Packets.ip(one, one, 51, headers)).kind())
                .isEqualTo(Kind.IP);
    }

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, mode = EnumSource.Mode.EXCLUDE, names = "ESP")
    void looksIntoEveryEncapsulationOfTheTable(Encapsulation kind) {
        assertThat(Tunnel.of(kind)).isNotEmpty();
        for (Tunnel tunnel : Tunnel.of(kind)) {
            Frame frame = tunnel.around(frame(bytes(IPV4_TCP)), Seeds.random(tunnel));

            assertThat(told(decode(frame.linkType(), frame.data())))
                    .startsWith("TCP 10.0.0.1:40000 10.0.0.2:8080 data");
        }
    }

    @Test
    void putsFragmentsTogetherInsideTunnelsToo() {
        RandomGenerator random = Seeds.random("fragments");
        List<Tunnel> tunnels = List.of(Tunnel.values());
        for (int round = 0; round < Seeds.rounds(200); round++) {
            byte[] payload = new byte[100 + random.nextInt(1000)];
            random.nextBytes(payload);
            IpAddress one = IpAddress.parse("10.0.0.1");
            IpAddress other = IpAddress.parse("10.0.0.2");
            Frame whole = frame(Packets.tcp(one, 40_000, other, 8080, 7, 0, Segment.ACK, payload));
            Tunnel tunnel = tunnels.get(random.nextInt(tunnels.size()));
            Frame last = whole;
            for (Frame inner : Fragmentation.of(whole, random)) {
                for (Frame outer : Fragmentation.of(tunnel.around(inner, random), random)) {
                    last = outer;
                    decode(last.linkType(), last.data());
                }
            }

            // what the last one completed is read again, and with it nothing is left to complete
            assertThat(told(decode(last.linkType(), last.data()))).doesNotStartWith("NOT_IP");
        }
    }

    @Test
    void readsADatagramFromItsFragments() {
        RandomGenerator random = Seeds.random("datagram");
        byte[] payload = Foreign.bytes(3000, random);
        IpAddress one = IpAddress.parse("fd00::1");
        IpAddress other = IpAddress.parse("fd00::2");
        Frame whole = frame(Packets.tcp(one, 40_000, other, 8080, 7, 0, Segment.ACK, payload));
        List<Frame> parts = Fragmentation.of(whole, random);
        for (Frame part : parts.subList(0, parts.size() - 1)) {
            assertThat(decode(LinkType.RAW, part.data()).kind()).isEqualTo(Kind.IP);
        }

        Headers headers = decode(LinkType.RAW, parts.getLast().data());

        assertThat(headers.kind()).isEqualTo(Kind.TCP);
        assertThat(headers.destinationPort()).isEqualTo(8080);
        int at = headers.payloadAt();
        assertThat(Arrays.copyOfRange(headers.data(), at, at + headers.payloadCaptured()))
                .isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(value = LinkType.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void survivesALengthThatNoPacketHas(LinkType linkType) {
        IpAddress one = IpAddress.parse("fd00::1");
        IpAddress other = IpAddress.parse("fd00::2");
        byte[] ip = Packets.tcp(one, 40_000, other, 8080, 7, 0, Segment.ACK, new byte[10]);
        Numbers.u16(ip, 4, 0);
        byte[] link = Links.header(linkType, 0x86DD);
        byte[] data = Numbers.join(new byte[300_000], link, ip);
        Packet packet = new Packet();
        packet.set(data, 300_000, link.length + ip.length, Integer.MAX_VALUE, 0, linkType, 0);

        Headers headers = decoder.decode(packet);

        assertThat(headers.kind()).isEqualTo(Kind.TCP);
        assertThat(headers.payloadAt()).isEqualTo(data.length - 10);
        assertThat(headers.payloadCaptured()).isEqualTo(10);
        assertThat(headers.payloadLength()).isGreaterThan(10);
    }

    /** RFC 8200, section 4.5: destination options belong to what is fragmented. */
    @Test
    void readsExtensionHeadersOfADatagramFromItsFragments() {
        IpAddress one = IpAddress.parse("fd00::1");
        IpAddress other = IpAddress.parse("fd00::2");
        byte[] tcp = Packets.tcp(one, 40_000, other, 8080, 7, 0, Segment.ACK, new byte[100]);
        byte[] options = bytes("06 00 0104 00000000");
        byte[] whole = Packets.ip(one, other, 60, Numbers.join(options, Arrays.copyOfRange(tcp, 40, tcp.length)));
        List<Frame> parts = Fragmentation.of(frame(whole), Seeds.random("options"));
        parts.subList(0, parts.size() - 1).forEach(part -> decode(LinkType.RAW, part.data()));

        assertThat(told(decode(LinkType.RAW, parts.getLast().data()))).startsWith("TCP fd00::1:40000 fd00::2:8080");
    }

    private Headers decode(LinkType linkType, byte[] data) {
        return decode(linkType, data, data.length);
    }

    private Headers decode(LinkType linkType, byte[] data, int length) {
        Packet packet = new Packet();
        packet.set(data, 0, data.length, length, 0, linkType, 0);
        return decoder.decode(packet);
    }

    private static Frame frame(byte[] ip) {
        return new Frame(0, LinkType.RAW, 0, ip, ip.length);
    }

    private static String told(Headers headers) {
        if (headers.kind() == Kind.NOT_IP) {
            return "NOT_IP";
        }
        return headers.kind() + " " + headers.source() + ":" + headers.sourcePort() + " " + headers.destination() + ":"
                + headers.destinationPort() + " "
                + Excerpt.of(headers.data(), headers.payloadAt(), headers.payloadAt() + headers.payloadCaptured())
                + " " + headers.tunnelNames() + (headers.isWireGuard() ? " wireguard" : "")
                + (headers.isEsp() ? " esp" : "");
    }

    /** Between two nodes. */
    private static String ipv4(int protocol, String payload) {
        byte[] packet =
                Packets.ip(IpAddress.parse("172.31.0.1"), IpAddress.parse("172.31.0.2"), protocol, bytes(payload));
        return HexFormat.of().formatHex(packet);
    }

    private static String udp(int port, String payload) {
        byte[] packet =
                Packets.udp(IpAddress.parse("172.31.0.1"), 50_000, IpAddress.parse("172.31.0.2"), port, bytes(payload));
        return HexFormat.of().formatHex(packet);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
