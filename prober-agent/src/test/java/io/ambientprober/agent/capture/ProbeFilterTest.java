package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Packets.IPV4;
import static io.ambientprober.agent.capture.Packets.IPV6;
import static io.ambientprober.agent.capture.Packets.ethernet;
import static io.ambientprober.agent.capture.Packets.extension;
import static io.ambientprober.agent.capture.Packets.geneve;
import static io.ambientprober.agent.capture.Packets.ipv4;
import static io.ambientprober.agent.capture.Packets.ipv6;
import static io.ambientprober.agent.capture.Packets.tcp;
import static io.ambientprober.agent.capture.Packets.udp;
import static io.ambientprober.agent.capture.Packets.vxlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeFilterTest {
    private static final String PROBE = "10.1.2.2";
    private static final String PROBE6 = "fd00:1::2:2";
    private static final String OTHER = "10.9.9.9";
    private static final String OTHER6 = "fd00:9::9:9";
    private static final String NODE = "192.0.2.1";
    private static final String NODE6 = "fd00:aa::1";
    private static final int UDP = 17;
    private static final int TCP = 6;

    private static final ProbeTraffic TRAFFIC = new ProbeTraffic(
            List.of(IpAddress.parse(PROBE), IpAddress.parse(PROBE6)), AddressRanges.NONE, List.of(4789, 8472, 7777));
    private static final BpfMachine FILTER = new BpfMachine(ProbeFilter.compile(TRAFFIC));

    enum Verdict {
        PASS(ProbeFilter.WHOLE_PACKET),
        HEADERS(ProbeFilter.HEADERS_ONLY),
        DROP(0);

        private final int kept;

        Verdict(int kept) {
            this.kept = kept;
        }
    }

    private static Stream<Arguments> packets() {
        byte[] probe = ipv4(OTHER, PROBE, TCP, tcp());
        byte[] other = ipv4(OTHER, OTHER, TCP, tcp());
        byte[] probe6 = ipv6(PROBE6, OTHER6, TCP, tcp());
        byte[] other6 = ipv6(OTHER6, OTHER6, TCP, tcp());
        return Stream.of(
                arguments("to a probe", Verdict.PASS, IPV4, probe),
                arguments("from a probe", Verdict.PASS, IPV4, ipv4(PROBE, OTHER, TCP, tcp())),
                arguments("from a probe, UDP", Verdict.PASS, IPV4, ipv4(PROBE, OTHER, UDP, udp(1, 53, new byte[4]))),
                arguments(
                        "from a probe, later fragment", Verdict.PASS, IPV4, ipv4(PROBE, OTHER, TCP, 0, 9, new byte[8])),
                arguments("neither", Verdict.DROP, IPV4, other),
                arguments("neither, UDP", Verdict.DROP, IPV4, ipv4(OTHER, OTHER, UDP, udp(1, 53, new byte[40]))),
                arguments("neither, ICMP", Verdict.DROP, IPV4, ipv4(OTHER, OTHER, 1, new byte[8])),
                arguments(
                        "neither, later fragment of TCP",
                        Verdict.DROP,
                        IPV4,
                        ipv4(OTHER, OTHER, TCP, 0, 9, new byte[8])),
                arguments("later fragment of UDP", Verdict.PASS, IPV4, ipv4(NODE, NODE, UDP, 0, 9, new byte[8])),
                arguments("v6 from a probe", Verdict.PASS, IPV6, probe6),
                arguments("v6 to a probe", Verdict.PASS, IPV6, ipv6(OTHER6, PROBE6, TCP, tcp())),
                arguments("v6 neither", Verdict.DROP, IPV6, other6),
                arguments(
                        "v6 extension before UDP",
                        Verdict.PASS,
                        IPV6,
                        ipv6(NODE6, NODE6, 44, extension(UDP, new byte[9]))),
                arguments(
                        "v6 extension before TCP", Verdict.DROP, IPV6, ipv6(OTHER6, OTHER6, 0, extension(TCP, tcp()))),
                arguments("vxlan of a probe", Verdict.PASS, IPV4, overlay(4789, vxlan(ethernet(IPV4, probe)))),
                arguments("vxlan on the old port", Verdict.PASS, IPV4, overlay(8472, vxlan(ethernet(IPV4, probe)))),
                arguments(
                        "vxlan on a port of one's own",
                        Verdict.PASS,
                        IPV4,
                        overlay(7777, vxlan(ethernet(IPV4, probe)))),
                arguments("vxlan of another", Verdict.DROP, IPV4, overlay(4789, vxlan(ethernet(IPV4, other)))),
                arguments("vxlan of v6", Verdict.PASS, IPV4, overlay(8472, vxlan(ethernet(IPV6, probe6)))),
                arguments("vxlan of another v6", Verdict.DROP, IPV4, overlay(8472, vxlan(ethernet(IPV6, other6)))),
                arguments("vxlan of a VLAN", Verdict.PASS, IPV4, overlay(8472, vxlan(ethernet(0x8100, new byte[60])))),
                arguments("vxlan of ARP", Verdict.DROP, IPV4, overlay(8472, vxlan(ethernet(0x0806, new byte[28])))),
                arguments(
                        "vxlan over v6",
                        Verdict.PASS,
                        IPV6,
                        ipv6(NODE6, NODE6, UDP, udp(1, 4789, vxlan(ethernet(IPV4, probe))))),
                arguments(
                        "vxlan over v6 of another",
                        Verdict.DROP,
                        IPV6,
                        ipv6(NODE6, NODE6, UDP, udp(1, 4789, vxlan(ethernet(IPV4, other))))),
                arguments(
                        "vxlan behind IP options",
                        Verdict.PASS,
                        IPV4,
                        ipv4(NODE, NODE, UDP, 8, 0, udp(1, 4789, vxlan(ethernet(IPV4, probe))))),
                arguments(
                        "vxlan behind IP options, another",
                        Verdict.DROP,
                        IPV4,
                        ipv4(NODE, NODE, UDP, 8, 0, udp(1, 4789, vxlan(ethernet(IPV4, other))))),
                arguments(
                        "vxlan in vxlan",
                        Verdict.PASS,
                        IPV4,
                        overlay(4789, vxlan(ethernet(IPV4, overlay(4789, vxlan(ethernet(IPV4, probe))))))),
                arguments("geneve of a probe", Verdict.PASS, IPV4, overlay(6081, geneve(0, ethernet(IPV4, probe)))),
                arguments("geneve with options", Verdict.PASS, IPV4, overlay(6081, geneve(12, ethernet(IPV4, probe)))),
                arguments(
                        "geneve with options, another",
                        Verdict.DROP,
                        IPV4,
                        overlay(6081, geneve(12, ethernet(IPV4, other)))),
                arguments("ip in ip of a probe", Verdict.PASS, IPV4, ipv4(NODE, NODE, 4, probe)),
                arguments("ip in ip of another", Verdict.DROP, IPV4, ipv4(NODE, NODE, 4, other)),
                arguments("6in4 of a probe", Verdict.PASS, IPV4, ipv4(NODE, NODE, 41, probe6)),
                arguments("6in4 of another", Verdict.DROP, IPV4, ipv4(NODE, NODE, 41, other6)),
                arguments("4in6 of a probe", Verdict.PASS, IPV6, ipv6(NODE6, NODE6, 4, probe)),
                arguments("GRE", Verdict.PASS, IPV4, ipv4(NODE, NODE, 47, new byte[60])),
                arguments("AH", Verdict.PASS, IPV4, ipv4(NODE, NODE, 51, new byte[60])),
                arguments("ESP", Verdict.HEADERS, IPV4, ipv4(NODE, NODE, 50, new byte[60])),
                arguments("ESP over v6", Verdict.HEADERS, IPV6, ipv6(NODE6, NODE6, 50, new byte[60])),
                arguments("ESP in UDP", Verdict.HEADERS, IPV4, ipv4(NODE, NODE, UDP, udp(4500, 4500, new byte[60]))),
                arguments("WireGuard", Verdict.HEADERS, IPV4, ipv4(NODE, NODE, UDP, udp(9999, 9998, wireGuard(4, 96)))),
                arguments(
                        "WireGuard over v6",
                        Verdict.HEADERS,
                        IPV6,
                        ipv6(NODE6, NODE6, UDP, udp(7, 8, wireGuard(1, 148)))),
                arguments(
                        "no WireGuard", Verdict.DROP, IPV4, ipv4(NODE, NODE, UDP, udp(51820, 51820, wireGuard(5, 96)))),
                arguments(
                        "UDP of three bytes",
                        Verdict.DROP,
                        IPV4,
                        ipv4(NODE, NODE, UDP, udp(51820, 51820, new byte[3]))),
                arguments("a second VLAN tag", Verdict.PASS, 0x8100, new byte[64]),
                arguments("MPLS", Verdict.PASS, 0x8847, new byte[64]),
                arguments("ARP", Verdict.DROP, 0x0806, new byte[28]),
                arguments("spanning tree", Verdict.DROP, 4, new byte[38]));
    }

    private static byte[] wireGuard(int type, int length) {
        byte[] message = new byte[length];
        message[0] = (byte) type;
        return message;
    }

    private static byte[] overlay(int port, byte[] payload) {
        return ipv4(NODE, NODE, UDP, udp(12345, port, payload));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("packets")
    void passesWhatMayBeOfAProbe(String name, Verdict expected, int etherType, byte[] packet) {
        assertThat(FILTER.run(etherType, packet)).as(name).isEqualTo(expected.kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 63, 64, 65, 200, 450, 451, 2000, 5000})
    void fitsIntoTheKernelAndMissesNoAddress(int count) {
        Random random = new Random(count);
        List<IpAddress> addresses = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> IpAddress.v4(random.nextInt()))
                .toList());
        List<Instruction> program =
                ProbeFilter.compile(new ProbeTraffic(addresses, AddressRanges.NONE, List.of(4789, 8472)));

        assertThat(program).hasSizeLessThanOrEqualTo(ProbeFilter.MAX_INSTRUCTIONS);
        assertThat(program)
                .allMatch(i -> i.onTrue() >= 0 && i.onTrue() <= 255 && i.onFalse() >= 0 && i.onFalse() <= 255);
        BpfMachine filter = new BpfMachine(program);
        for (IpAddress address : addresses) {
            byte[] inner = ipv4(NODE, address.toString(), TCP, tcp());
            assertThat(filter.run(IPV4, inner)).isEqualTo(ProbeFilter.WHOLE_PACKET);
            assertThat(filter.run(IPV4, overlay(4789, vxlan(ethernet(IPV4, inner)))))
                    .isEqualTo(ProbeFilter.WHOLE_PACKET);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 65, 300, 450})
    void passesNoOtherAddressWhileItHasRoom(int count) {
        Random random = new Random(count);
        List<IpAddress> addresses = IntStream.range(0, count)
                .mapToObj(i -> IpAddress.v4(random.nextInt() | 1))
                .toList();
        BpfMachine filter =
                new BpfMachine(ProbeFilter.compile(new ProbeTraffic(addresses, AddressRanges.NONE, List.of())));

        for (int i = 0; i < 2000; i++) {
            String even = IpAddress.v4(random.nextInt() & ~1).toString();
            assertThat(filter.run(IPV4, ipv4(even, even, TCP, tcp()))).isZero();
        }
    }

    @Test
    void joinsNeighboursFirst() {
        AddressRanges ranges = AddressRanges.of(
                Stream.of("10.0.0.9", "10.0.0.1", "10.0.0.2", "10.0.0.5", "255.0.0.1")
                        .map(IpAddress::parse)
                        .toList(),
                2);

        assertThat(ranges.ranges())
                .containsExactly(
                        new AddressRanges.Range(0x0A000001L, 0x0A000009L),
                        new AddressRanges.Range(0xFF000001L, 0xFF000001L));
    }
}
