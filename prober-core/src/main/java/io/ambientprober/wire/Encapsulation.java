package io.ambientprober.wire;

import static io.ambientprober.wire.Encapsulation.Carrier.ETHERTYPE;
import static io.ambientprober.wire.Encapsulation.Carrier.IP_PROTOCOL;
import static io.ambientprober.wire.Encapsulation.Carrier.UDP_DESTINATION;
import static io.ambientprober.wire.Encapsulation.Carrier.UDP_PORT;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may stand around a packet, and how it is announced. What reads packets and what chooses which packets are read, the kernel's
 * filter among them, goes by this table: what is known to the one alone would be lost to the other.
 */
public enum Encapsulation {
    /** IEEE 802.1Q and 802.1ad, and the old number of the latter. */
    VLAN("", at(ETHERTYPE, 0x8100, 0x88A8, 0x9100)),
    /** RFC 3032; RFC 4023 over IP, RFC 7510 over UDP. */
    MPLS("mpls", at(ETHERTYPE, 0x8847, 0x8848), at(IP_PROTOCOL, 137), at(UDP_DESTINATION, 6635)),
    /** Transparent Ethernet bridging, RFC 1701: inside GRE and Geneve. */
    BRIDGED_ETHERNET("", at(ETHERTYPE, 0x6558)),
    /** RFC 2003, RFC 4213 and RFC 2473. */
    IP_IN_IP("ip-in-ip", at(IP_PROTOCOL, 4, 41)),
    /** RFC 2784 and RFC 2890. */
    GRE("gre", at(IP_PROTOCOL, 47)),
    /** Types I and II inside GRE, draft-foschiano-erspan. */
    ERSPAN("erspan", at(ETHERTYPE, 0x88BE)),
    /** Type III of the same. */
    ERSPAN_III("erspan", at(ETHERTYPE, 0x22EB)),
    /** RFC 4302: authenticates and does not encrypt. */
    AUTHENTICATION("", at(IP_PROTOCOL, 51)),
    /** RFC 4303, and over UDP RFC 3948: encrypted, and not looked into. */
    ESP("", at(IP_PROTOCOL, 50), at(UDP_PORT, 4500)),
    /** RFC 7348, and the kernel's old default port, which Flannel and Cilium kept. */
    VXLAN("vxlan", at(UDP_DESTINATION, 4789, 8472)),
    /** RFC 8926. */
    GENEVE("geneve", at(UDP_DESTINATION, 6081));

    /** Where the number stands that announces an encapsulation. */
    public enum Carrier {
        /** https://www.iana.org/assignments/ieee-802-numbers; GRE and Geneve use the same numbers. */
        ETHERTYPE,
        /** https://www.iana.org/assignments/protocol-numbers */
        IP_PROTOCOL,
        UDP_DESTINATION,
        /** The source, or the destination. */
        UDP_PORT
    }

    /** A number, and where it stands. */
    public record Announcement(Carrier carrier, int number) {}

    private static final Announced BY_ETHERTYPE = new Announced(ETHERTYPE);
    private static final Announced BY_PROTOCOL = new Announced(IP_PROTOCOL);
    private static final Announced BY_UDP_DESTINATION = new Announced(UDP_DESTINATION, UDP_PORT);
    private static final Announced BY_UDP_SOURCE = new Announced(UDP_PORT);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
    private final List<Announcement> announcements;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Encapsulation(String label, Stream<Announcement>... announcements) {
        this.label = label;
        this.announcements = Stream.of(announcements).flatMap(each -> each).toList();
    }

    private static Stream<Announcement> at(Carrier carrier, int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> new Announcement(carrier, number));
    }

    /** All that announces it. */
    public List<Announcement> announcements() {
        return announcements;
    }

    /** The numbers that announce it there, perhaps none. */
    public List<Integer> numbers(Carrier carrier) {
        return announced(List.of(carrier)).boxed().toList();
    }

    private IntStream announced(List<Carrier> carriers) {
        return announcements.stream()
                .filter(each -> carriers.contains(each.carrier()))
                .mapToInt(Announcement::number);
    }

    /** What a report calls it; empty for what is not a tunnel. */
    String label() {
        return label;
    }

    static @Nullable Encapsulation ofEtherType(int etherType) {
        return BY_ETHERTYPE.find(etherType);
    }

    static @Nullable Encapsulation ofProtocol(int protocol) {
        return BY_PROTOCOL.find(protocol);
    }

    static @Nullable Encapsulation ofDatagram(int source, int destination) {
        Encapsulation announced = BY_UDP_DESTINATION.find(destination);
        return announced != null ? announced : BY_UDP_SOURCE.find(source);
    }

    /** The rows that some numbers announce, each found by one comparison. */
    private static final class Announced {
        private static final int BITS = 6;
        private static final int FREE = -1;

        private final int[] numbers = new int[1 << BITS];
        private final @Nullable Encapsulation[] rows = new @Nullable Encapsulation[1 << BITS];
        private final int multiplier;

        Announced(Carrier... carriers) {
            List<Carrier> wanted = List.of(carriers);
            multiplier = PerfectHash.multiplier(
                    Stream.of(values())
                            .flatMapToInt(row -> row.announced(wanted))
                            .toArray(),
                    BITS);
            Arrays.fill(numbers, FREE);
            for (Encapsulation row : values()) {
                row.announced(wanted).forEach(number -> {
                    int slot = slot(number);
                    numbers[slot] = number;
                    rows[slot] = row;
                });
            }
        }

        private int slot(int number) {
            return number * multiplier >>> -BITS;
        }

        @Nullable
        Encapsulation find(int number) {
            int slot = slot(number);
            return numbers[slot] == number ? rows[slot] : null;
        }
    }
}
