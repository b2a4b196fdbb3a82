package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Instruction.ADD;
import static io.ambientprober.agent.capture.Instruction.ADD_X;
import static io.ambientprober.agent.capture.Instruction.AND;
import static io.ambientprober.agent.capture.Instruction.IF_ANY_BIT;
import static io.ambientprober.agent.capture.Instruction.IF_EQUAL;
import static io.ambientprober.agent.capture.Instruction.IF_NOT_LESS;
import static io.ambientprober.agent.capture.Instruction.LOAD_BYTE;
import static io.ambientprober.agent.capture.Instruction.LOAD_BYTE_AT_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_HALF;
import static io.ambientprober.agent.capture.Instruction.LOAD_HALF_AT_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_SCRATCH;
import static io.ambientprober.agent.capture.Instruction.LOAD_WORD;
import static io.ambientprober.agent.capture.Instruction.LOAD_WORD_AT_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_X_HEADER_LENGTH;
import static io.ambientprober.agent.capture.Instruction.RETURN;
import static io.ambientprober.agent.capture.Instruction.SHIFT_LEFT;
import static io.ambientprober.agent.capture.Instruction.STORE_SCRATCH;
import static io.ambientprober.agent.capture.Instruction.TO_X;
import static io.ambientprober.agent.capture.Offsets.FRAGMENT;
import static io.ambientprober.agent.capture.Offsets.PROTOCOL_AT;
import static io.ambientprober.agent.capture.Offsets.V4_DESTINATION;
import static io.ambientprober.agent.capture.Offsets.V4_FRAGMENT;
import static io.ambientprober.agent.capture.Offsets.V4_PROTOCOL;
import static io.ambientprober.agent.capture.Offsets.V4_SOURCE;
import static io.ambientprober.agent.capture.Offsets.V6_DESTINATION_END;
import static io.ambientprober.agent.capture.Offsets.V6_LENGTH;
import static io.ambientprober.agent.capture.Offsets.V6_NEXT_HEADER;
import static io.ambientprober.agent.capture.Offsets.V6_SOURCE_END;

import io.ambientprober.agent.capture.Assembler.Label;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.AddressRanges.Range;
import io.ambientprober.wire.Encapsulation;
import io.ambientprober.wire.Encapsulation.Carrier;
import io.ambientprober.wire.IpNumbers;
import io.ambientprober.wire.WireGuardMessage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel runs over every packet of every device: it passes those that come from or go to a probe address, inside a tunnel,
 * too. Whatever it cannot read it passes on: it may pass too much, and never too little.
 *
 * <p>Made for a packet socket of type SOCK_DGRAM: a packet begins with its IP header, whatever the device.
 */
final class ProbeFilter {
    /** What the kernel takes (linux/bpf_common.h, BPF_MAXINSNS). */
    static final int MAX_INSTRUCTIONS = 4096;

    /** Four searches of two instructions a range, their long jumps, and everything else stay below the kernel's limit. */
    static final int MAX_RANGES = 450;

    static final int WHOLE_PACKET = 1 << 18;
    /** Encrypted between nodes: its headers tell all there is to tell. */
    static final int HEADERS_ONLY = 128;

    private static final int BRIDGED_ETHERNET =
            Encapsulation.BRIDGED_ETHERNET.numbers(Carrier.ETHERTYPE).getFirst();

    private static final int MIN_ETHERTYPE = 0x600;
    private static final int ARP = 0x0806;

    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private static final int UDP_LENGTH = 8;
    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHERTYPE = 12;

    private static final int SOURCE_SLOT = 0;
    private static final int DESTINATION_SLOT = 1;
    private static final int PROTOCOL_SLOT = 2;

    private final Assembler code = new Assembler();
    private final AddressRanges addresses;
    private final ProbeTraffic traffic;
    private final Label pass = new Label();
    private final Label passHeaders = new Label();
    private final Label drop = new Label();
    private final Label udp = new Label();
    private final Map<Encapsulation, Label> encapsulations = new EnumMap<>(Encapsulation.class);
    private final Label inner = new Label();
    private final Label innerEthernet = new Label();

    private ProbeFilter(ProbeTraffic traffic) {
        this.traffic = traffic;
        addresses = traffic.ranges(MAX_RANGES);
        for (Encapsulation row : Encapsulation.values()) {
            encapsulations.put(row, new Label());
        }
    }

    static List<Instruction> compile(ProbeTraffic traffic) {
        return new ProbeFilter(traffic).program();
    }

    private List<Instruction> program() {
        Label v4 = new Label();
        Label v6 = new Label();
        Label search = new Label();
        code.add(LOAD_HALF, PROTOCOL_AT);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV4, v4, null);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV6, v6, null);
        // 802.3 and ARP carry no canary. What else is not IP, a second VLAN tag for example, may
        code.branch(IF_EQUAL, ARP, drop, null);
        code.branch(IF_NOT_LESS, MIN_ETHERTYPE, pass, drop);
        code.place(v4);
        store(LOAD_WORD, V4_SOURCE, SOURCE_SLOT);
        store(LOAD_WORD, V4_DESTINATION, DESTINATION_SLOT);
        code.jump(search);
        code.place(v6);
        store(LOAD_WORD, V6_SOURCE_END, SOURCE_SLOT);
        store(LOAD_WORD, V6_DESTINATION_END, DESTINATION_SLOT);
        code.place(search);
        searchSlots();
        Label otherV6 = new Label();
        code.add(LOAD_HALF, PROTOCOL_AT);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV6, otherV6, null);
        otherV4();
        code.place(otherV6);
        otherV6();
        code.place(udp);
        udp();
        encapsulations.forEach((row, label) -> {
            code.place(label);
            lookInto(row);
        });
        code.place(innerEthernet);
        innerEthernet();
        code.place(inner);
        inner();
        code.place(pass);
        code.add(RETURN, WHOLE_PACKET);
        code.place(passHeaders);
        code.add(RETURN, HEADERS_ONLY);
        code.place(drop);
        code.add(RETURN, 0);
        return code.assemble();
    }

    private void otherV4() {
        Label whole = new Label();
        code.add(LOAD_HALF, V4_FRAGMENT);
        code.branch(IF_ANY_BIT, FRAGMENT, null, whole);
        code.add(LOAD_BYTE, V4_PROTOCOL);
        unread();
        code.place(whole);
        code.add(LOAD_X_HEADER_LENGTH, 0);
        code.add(LOAD_BYTE, V4_PROTOCOL);
        transport();
    }

    private void otherV6() {
        Label extended = new Label();
        code.add(LOAD_BYTE, V6_NEXT_HEADER);
        IpNumbers.EXTENSIONS.forEach(extension -> code.branch(IF_EQUAL, extension, extended, null));
        code.add(LOAD_X, V6_LENGTH);
        transport();
        code.place(extended);
        code.add(LOAD_BYTE, V6_LENGTH);
        unread();
    }

    /** The accumulator holds the protocol of bytes that are not read on: those of a tunnel, perhaps, or a part of them. */
    private void unread() {
        code.branch(IF_EQUAL, IpNumbers.TCP, drop, null);
        code.branch(IF_EQUAL, ICMP, drop, null);
        code.branch(IF_EQUAL, ICMPV6, drop, pass);
    }

    /** The accumulator holds the protocol, X where its header begins. */
    private void transport() {
        code.branch(IF_EQUAL, IpNumbers.TCP, drop, null);
        code.branch(IF_EQUAL, IpNumbers.UDP, udp, null);
        code.branch(IF_EQUAL, ICMP, drop, null);
        code.branch(IF_EQUAL, ICMPV6, drop, null);
        announced(Carrier.IP_PROTOCOL);
        code.jump(pass);
    }

    /** The accumulator holds a number that announces an encapsulation, or does not. */
    private void announced(Carrier carrier) {
        encapsulations.forEach(
                (row, label) -> row.numbers(carrier).forEach(number -> code.branch(IF_EQUAL, number, label, null)));
    }

    private void udp() {
        code.add(LOAD_HALF_AT_X, 2);
        traffic.vxlanPorts().forEach(port -> code.branch(IF_EQUAL, port, label(Encapsulation.VXLAN), null));
        announced(Carrier.UDP_DESTINATION);
        announced(Carrier.UDP_PORT);
        code.add(LOAD_HALF_AT_X, 0);
        announced(Carrier.UDP_PORT);
        // in a datagram that is too short for it the kernel reads nothing, and drops it
        code.add(LOAD_WORD_AT_X, UDP_LENGTH);
        for (WireGuardMessage message : WireGuardMessage.values()) {
            code.branch(IF_EQUAL, message.firstWord(), passHeaders, null);
        }
        code.jump(drop);
    }

    private Label label(Encapsulation row) {
        return Objects.requireNonNull(encapsulations.get(row));
    }

    /** X: where its header begins, or that of UDP. What is not looked into passes, and anyone who reads it decides. */
    private void lookInto(Encapsulation row) {
        switch (row) {
            case IP_IN_IP -> code.jump(inner);
            case VXLAN -> {
                skip(UDP_LENGTH + 8);
                code.jump(innerEthernet);
            }
            case GENEVE -> geneve();
            case ESP -> code.jump(passHeaders);
            case VLAN, MPLS, BRIDGED_ETHERNET, GRE, ERSPAN, ERSPAN_III, AUTHENTICATION -> code.jump(pass);
        }
    }

    private void geneve() {
        code.add(LOAD_HALF_AT_X, UDP_LENGTH + 2);
        code.branch(IF_EQUAL, BRIDGED_ETHERNET, null, pass);
        // X += 4 * (length of the options in words)
        code.add(LOAD_BYTE_AT_X, UDP_LENGTH);
        code.add(AND, 0x3F);
        code.add(SHIFT_LEFT, 2);
        code.add(ADD_X, 0);
        code.add(TO_X, 0);
        skip(UDP_LENGTH + 8);
        code.jump(innerEthernet);
    }

    private void skip(int bytes) {
        code.add(Instruction.FROM_X, 0);
        code.add(ADD, bytes);
        code.add(TO_X, 0);
    }

    /** X: where an Ethernet header inside a tunnel begins. */
    private void innerEthernet() {
        Label ip = new Label();
        code.add(LOAD_HALF_AT_X, ETHERTYPE);
        code.branch(IF_EQUAL, ARP, drop, null);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV4, ip, null);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV6, null, pass);
        code.place(ip);
        skip(ETHERNET_LENGTH);
    }

    /** X: where an IP header inside a tunnel begins. */
    private void inner() {
        Label v6 = new Label();
        Label search = new Label();
        code.add(LOAD_BYTE_AT_X, 0);
        code.add(AND, 0xF0);
        code.branch(IF_EQUAL, 0x60, v6, null);
        code.branch(IF_EQUAL, 0x40, null, pass);
        store(LOAD_WORD_AT_X, V4_SOURCE, SOURCE_SLOT);
        store(LOAD_WORD_AT_X, V4_DESTINATION, DESTINATION_SLOT);
        code.add(LOAD_BYTE_AT_X, V4_PROTOCOL);
        code.jump(search);
        code.place(v6);
        store(LOAD_WORD_AT_X, V6_SOURCE_END, SOURCE_SLOT);
        store(LOAD_WORD_AT_X, V6_DESTINATION_END, DESTINATION_SLOT);
        code.add(LOAD_BYTE_AT_X, V6_NEXT_HEADER);
        code.place(search);
        code.add(STORE_SCRATCH, PROTOCOL_SLOT);
        searchSlots();
        code.add(LOAD_SCRATCH, PROTOCOL_SLOT);
        // a tunnel in a tunnel is not followed here; UDP passes because it may be one
        unread();
    }

    private void store(int load, int at, int slot) {
        code.add(load, at);
        code.add(STORE_SCRATCH, slot);
    }

    /** Passes a packet whose source or destination is a probe address, else goes on. */
    private void searchSlots() {
        search(SOURCE_SLOT);
        search(DESTINATION_SLOT);
    }

    private void search(int slot) {
        Label miss = new Label();
        List<Range> ranges = addresses.ranges();
        if (!ranges.isEmpty()) {
            code.add(LOAD_SCRATCH, slot);
            new RangeTree(code, miss, pass).search(ranges);
        }
        code.place(miss);
    }
}
