package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Instruction.ADD;
import static io.ambientprober.agent.capture.Instruction.ADD_X;
import static io.ambientprober.agent.capture.Instruction.AND;
import static io.ambientprober.agent.capture.Instruction.IF_ANY_BIT;
import static io.ambientprober.agent.capture.Instruction.IF_EQUAL;
import static io.ambientprober.agent.capture.Instruction.LOAD_BYTE;
import static io.ambientprober.agent.capture.Instruction.LOAD_BYTE_AT_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_HALF;
import static io.ambientprober.agent.capture.Instruction.LOAD_HALF_AT_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_SCRATCH;
import static io.ambientprober.agent.capture.Instruction.LOAD_WORD;
import static io.ambientprober.agent.capture.Instruction.LOAD_X;
import static io.ambientprober.agent.capture.Instruction.LOAD_X_HEADER_LENGTH;
import static io.ambientprober.agent.capture.Instruction.RETURN;
import static io.ambientprober.agent.capture.Instruction.RETURN_ACCUMULATOR;
import static io.ambientprober.agent.capture.Instruction.SHIFT_RIGHT;
import static io.ambientprober.agent.capture.Instruction.STORE_SCRATCH;

import io.ambientprober.agent.capture.AddressRanges.Range;
import io.ambientprober.agent.capture.Assembler.Label;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import java.util.Collection;
import java.util.List;

/**
 * What the kernel passes on of the TCP of some addresses: headers, and no more of the payload than tells TLS from what is not. HBONE, which is
 * most of it, is sampled but for the packets that begin and end connections. What is inside of tunnels is not looked into: a pod's own device
 * shows it outside.
 *
 * <p>Made for a packet socket of type SOCK_DGRAM: a packet begins with its IP header, whatever the device.
 */
final class FlowFilter {
    /** One in so many packets of HBONE passes; a power of two. */
    static final int SAMPLE = 64;

    /** Two searches of two instructions a range, their jumps, and everything else stay below the kernel's limit. */
    private static final int MAX_RANGES = 900;

    /** Of a payload: the head of a TLS record. */
    private static final int PAYLOAD = 5;

    /** Where fragments, or headers in between, hide what a packet is. */
    private static final int UNREAD = 64;

    // linux/filter.h: SKF_AD_OFF + SKF_AD_PROTOCOL, + SKF_AD_RANDOM
    private static final int PROTOCOL_AT = -0x1000;
    private static final int RANDOM_AT = -0x1000 + 56;

    private static final int V4_SOURCE = 12;
    private static final int V4_DESTINATION = 16;
    private static final int V4_FRAGMENT = 6;
    private static final int V4_PROTOCOL = 9;
    private static final int V6_NEXT_HEADER = 6;
    private static final int V6_SOURCE_END = 20;
    private static final int V6_DESTINATION_END = 36;
    private static final int V6_LENGTH = 40;

    /** "More fragments", and the offset. */
    private static final int FRAGMENT = 0x3FFF;

    private static final int TCP_LENGTH_AT = 12;
    private static final int TCP_FLAGS_AT = 13;

    private static final int SOURCE_SLOT = 0;
    private static final int DESTINATION_SLOT = 1;

    private final Assembler code = new Assembler();
    private final List<Range> ranges;
    private final int hbonePort;
    private final Label drop = new Label();

    private FlowFilter(Collection<IpAddress> addresses, int hbonePort) {
        ranges = AddressRanges.of(addresses, MAX_RANGES).ranges();
        this.hbonePort = hbonePort;
    }

    static List<Instruction> compile(Collection<IpAddress> addresses, int hbonePort) {
        return new FlowFilter(addresses, hbonePort).program();
    }

    private List<Instruction> program() {
        Label v6 = new Label();
        code.add(LOAD_HALF, PROTOCOL_AT);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV6, v6, null);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV4, null, drop);
        v4();
        code.place(v6);
        v6();
        code.place(drop);
        code.add(RETURN, 0);
        return code.assemble();
    }

    private void v4() {
        Label unread = new Label();
        code.add(LOAD_BYTE, V4_PROTOCOL);
        code.branch(IF_EQUAL, IpNumbers.TCP, null, drop);
        search(V4_SOURCE, V4_DESTINATION);
        code.add(LOAD_HALF, V4_FRAGMENT);
        code.branch(IF_ANY_BIT, FRAGMENT, unread, null);
        code.add(LOAD_X_HEADER_LENGTH, 0);
        tcp();
        code.place(unread);
        code.add(RETURN, UNREAD);
    }

    private void v6() {
        Label extended = new Label();
        Label unread = new Label();
        code.add(LOAD_BYTE, V6_NEXT_HEADER);
        IpNumbers.EXTENSIONS.forEach(extension -> code.branch(IF_EQUAL, extension, extended, null));
        code.branch(IF_EQUAL, IpNumbers.TCP, null, drop);
        search(V6_SOURCE_END, V6_DESTINATION_END);
        code.add(LOAD_X, V6_LENGTH);
        tcp();
        code.place(extended);
        code.add(LOAD_BYTE, V6_LENGTH);
        code.branch(IF_EQUAL, IpNumbers.TCP, unread, drop);
        code.place(unread);
        search(V6_SOURCE_END, V6_DESTINATION_END);
        code.add(RETURN, UNREAD);
    }

    /** Goes on where source or destination is one of the addresses. */
    private void search(int source, int destination) {
        Label found = new Label();
        Label otherEnd = new Label();
        if (ranges.isEmpty()) {
            code.jump(drop);
            return;
        }
        code.add(LOAD_WORD, source);
        code.add(STORE_SCRATCH, SOURCE_SLOT);
        code.add(LOAD_WORD, destination);
        code.add(STORE_SCRATCH, DESTINATION_SLOT);
        code.add(LOAD_SCRATCH, SOURCE_SLOT);
        new RangeTree(code, otherEnd, found).search(ranges);
        code.place(otherEnd);
        code.add(LOAD_SCRATCH, DESTINATION_SLOT);
        new RangeTree(code, drop, found).search(ranges);
        code.place(found);
    }

    /** X: where its header begins. */
    private void tcp() {
        Label hbone = new Label();
        Label headers = new Label();
        code.add(LOAD_HALF_AT_X, 0);
        code.branch(IF_EQUAL, hbonePort, hbone, null);
        code.add(LOAD_HALF_AT_X, 2);
        code.branch(IF_EQUAL, hbonePort, hbone, headers);
        code.place(hbone);
        code.add(LOAD_BYTE_AT_X, TCP_FLAGS_AT);
        code.branch(IF_ANY_BIT, Headers.SYN | Headers.FIN | Headers.RST, headers, null);
        code.add(LOAD_WORD, RANDOM_AT);
        code.branch(IF_ANY_BIT, SAMPLE - 1, drop, headers);
        code.place(headers);
        // X + 4 * (length of the TCP header in words) + payload
        code.add(LOAD_BYTE_AT_X, TCP_LENGTH_AT);
        code.add(AND, 0xF0);
        code.add(SHIFT_RIGHT, 2);
        code.add(ADD_X, 0);
        code.add(ADD, PAYLOAD);
        code.add(RETURN_ACCUMULATOR, 0);
    }
}
