package io.ambientprober.agent.capture;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.AddressRanges.Range;
import io.ambientprober.wire.Encapsulation;
import io.ambientprober.wire.Encapsulation.Announcement;
import io.ambientprober.wire.Encapsulation.Carrier;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import io.ambientprober.wire.WireGuardMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a capture is for.
 *
 * @param addresses of the node's own paths: of servers, Services and waypoints; of clients, where they are known
 * @param others where those of any path of the run are
 * @param vxlanPorts UDP ports that carry VXLAN
 */
public record ProbeTraffic(List<IpAddress> addresses, AddressRanges others, List<Integer> vxlanPorts) {

    private static final int UDP_LENGTH = 8;
    /** Compiling a longer expression takes libpcap seconds. */
    private static final int MAX_RANGES = 128;

    /** Where the last four bytes of an address stand: of the source and the destination, in IPv4 and in IPv6. */
    private static final List<String> ENDS = List.of("ip[12:4]", "ip[16:4]", "ip6[20:4]", "ip6[36:4]");

    public ProbeTraffic {
        addresses = List.copyOf(addresses);
        vxlanPorts = List.copyOf(vxlanPorts);
    }

    public static ProbeTraffic of(AgentOrder order, Collection<Integer> furtherVxlanPorts) {
        Set<IpAddress> addresses = order.plan().paths().stream()
                .flatMap(ProbePath::addresses)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> ports = new LinkedHashSet<>(Encapsulation.VXLAN.numbers(Carrier.UDP_DESTINATION));
        ports.addAll(furtherVxlanPorts);
        return new ProbeTraffic(List.copyOf(addresses), order.ends(), List.copyOf(ports));
    }

    /**
     * As a kernel filter tests them: none of the node's own paths is missed, of others as few more pass as there is room for.
     *
     * @param limit of ranges
     */
    AddressRanges ranges(int limit) {
        return others.with(addresses, limit);
    }

    /**
     * The same for libpcap and for readers. It passes every packet of a tunnel: where an inner address stands, libpcap's language
     * cannot say for each.
     */
    String expression() {
        List<String> any = new ArrayList<>();
        List<Range> ranges = ranges(Integer.MAX_VALUE).ranges();
        if (ranges.size() > MAX_RANGES) {
            any.add("ip or ip6");
        } else {
            addresses.forEach(address -> any.add("host " + address));
            others.ranges().forEach(range -> any.add(within(range)));
        }
        vxlanPorts.forEach(port -> any.add("udp dst port " + port));
        for (Encapsulation row : Encapsulation.values()) {
            row.announcements().forEach(announced -> any.addAll(terms(announced)));
        }
        // fragments, and what else may hide a tunnel
        any.add("(ip[6:2] & 0x3fff != 0 and not ip proto 6)");
        for (int extension : IpNumbers.EXTENSIONS) {
            any.add("(ip6 proto " + extension + " and ip6[40] != 6 and ip6[40] != 58)");
        }
        any.add("(not ip and not ip6 and not arp and ether[0:2] >= 0x600)");
        any.addAll(wireGuard());
        return String.join(" or ", any);
    }

    private static String within(Range range) {
        return ENDS.stream()
                .map(end -> range.first() == range.last()
                        ? end + " = " + range.first()
                        : "(" + end + " >= " + range.first() + " and " + end + " <= " + range.last() + ")")
                .collect(Collectors.joining(" or "));
    }

    private static List<String> terms(Announcement announced) {
        int number = announced.number();
        return switch (announced.carrier()) {
            // all packets pass that are neither IP nor ARP; inside GRE and Geneve they pass with those
            case ETHERTYPE -> List.of();
            case IP_PROTOCOL -> List.of("ip proto " + number, "ip6 proto " + number);
            case UDP_DESTINATION -> List.of("udp dst port " + number);
            case UDP_PORT -> List.of("udp port " + number);
        };
    }

    /** By its messages. Last of all: libpcap gives a packet up that is too short for what is compared. */
    private static List<String> wireGuard() {
        int length = UDP_LENGTH + WireGuardMessage.MIN_LENGTH;
        return List.of(
                "(udp[4:2] >= " + length + " and (" + firstWords("udp[8:4]") + "))",
                "(ip6 proto 17 and ip6[44:2] >= " + length + " and (" + firstWords("ip6[48:4]") + "))");
    }

    private static String firstWords(String where) {
        return Stream.of(WireGuardMessage.values())
                .map(message -> where + " = " + message.firstWord())
                .collect(Collectors.joining(" or "));
    }
}
