package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Packets.ipv4;
import static io.ambientprober.agent.capture.Packets.ipv6;
import static io.ambientprober.agent.capture.Packets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.Encapsulation;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Whatever the decoder reads in a capture reaches it in a live one: no filter drops an encapsulation of the table. */
final class EncapsulationTest {
    private static final String PROBE = "10.1.2.2";
    private static final String PROBE6 = "fd00:1::2:2";
    private static final String OTHER = "10.9.9.9";
    private static final String OTHER6 = "fd00:9::9:9";
    private static final int TCP = 6;

    private static final List<Plan> PLANS = List.of(Plans.plan(OTHER, PROBE), Plans.plan(OTHER6, PROBE6));
    private static final ProbeTraffic TRAFFIC = new ProbeTraffic(
            List.of(IpAddress.parse(PROBE), IpAddress.parse(PROBE6)),
            AddressRanges.NONE,
            Encapsulation.VXLAN.numbers(Encapsulation.Carrier.UDP_DESTINATION));
    private static final BpfMachine KERNEL = new BpfMachine(ProbeFilter.compile(TRAFFIC));

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, mode = EnumSource.Mode.EXCLUDE, names = "ESP")
    void passesAloneAndAroundAnyOther(Encapsulation outer) {
        List<Wrapping> all = alone(outer);
        assertThat(all).isNotEmpty();
        for (Wrapping packet : nested(outer)) {
            assertThat(isRead(packet)).as("the decoder reads %s", packet).isTrue();
            assertThat(KERNEL.run(packet.etherType(), packet.bytes()))
                    .as("the kernel's filter passes %s", packet)
                    .isEqualTo(ProbeFilter.WHOLE_PACKET);
            assertThat(isKept(packet)).as("the agent keeps %s", packet).isTrue();
        }
    }

    /** The first part may end before the header of what it holds. */
    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, mode = EnumSource.Mode.EXCLUDE, names = "ESP")
    void passesInFragments(Encapsulation outer) {
        for (Wrapping packet : alone(outer)) {
            for (int size : new int[] {8, 24}) {
                assertThat(packet.fragments(size)).allMatch(part -> KERNEL.run(part.etherType(), part.bytes()) > 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, mode = EnumSource.Mode.EXCLUDE, names = "ESP")
    void passesTheExpressionOfLibpcap(Encapsulation outer) throws Exception {
        BpfProgram filter = libpcap();
        List<Wrapping> all = new ArrayList<>(nested(outer));
        alone(outer).forEach(packet -> all.addAll(packet.fragments(8)));
        for (Wrapping packet : all) {
            assertThat(filter.applyFilter(packet.cooked()))
                    .as("libpcap passes %s", packet)
                    .isTrue();
        }
    }

    private static BpfProgram libpcap() throws Exception {
        try {
            PcapHandle handle =
                    Pcaps.openDead(new DataLinkType(LinkType.LINUX_SLL2.code(), "Linux cooked v2"), 1 << 18);
            return handle.compileFilter(TRAFFIC.expression(), BpfCompileMode.OPTIMIZE, (Inet4Address)
                    InetAddress.ofLiteral("255.255.255.0"));
        } catch (LinkageError e) {
            Assumptions.abort("libpcap is not installed: " + e.getMessage());
            throw e;
        }
    }

    private static List<Wrapping> alone(Encapsulation kind) {
        List<Wrapping> all = new ArrayList<>();
        all.addAll(Wrapping.of(ipv4(OTHER, PROBE, TCP, segment())).in(kind));
        all.addAll(Wrapping.of(ipv6(PROBE6, OTHER6, TCP, segment())).in(kind));
        return all;
    }

    /** Alone, and around every other; what cannot hold the other is left out. */
    private static List<Wrapping> nested(Encapsulation outer) {
        List<Wrapping> all = new ArrayList<>(alone(outer));
        for (Encapsulation inner : Encapsulation.values()) {
            alone(inner).forEach(packet -> all.addAll(packet.in(outer)));
        }
        return all;
    }

    private static byte[] segment() {
        byte[] segment = tcp();
        segment[12] = 0x50;
        return segment;
    }

    private static boolean isRead(Wrapping packet) {
        Headers headers = new PacketDecoder(VxlanPorts.usual()).decode(cooked(packet));
        IpAddress probe = IpAddress.parse(headers.isV4() ? PROBE : PROBE6);
        return headers.kind() == Headers.Kind.TCP
                && (headers.source().equals(probe) || headers.destination().equals(probe));
    }

    private static boolean isKept(Wrapping packet) {
        return PLANS.stream().anyMatch(plan -> {
            NodeObserver observer = new NodeObserver(plan, Plans.NODE, List.of("tap"), VxlanPorts.usual());
            observer.accept(0, cooked(packet));
            return new KeptPackets(plan).whose(observer) != Whose.UNRELATED;
        });
    }

    private static Packet cooked(Wrapping packet) {
        byte[] bytes = packet.cooked();
        Packet captured = new Packet();
        captured.set(bytes, 0, bytes.length, bytes.length, 1, LinkType.LINUX_SLL2, 0);
        return captured;
    }
}
