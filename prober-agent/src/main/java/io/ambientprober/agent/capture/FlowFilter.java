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
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import java.util.Collection;
import java.util.List;

/**
 * What the kernel runs over every packet of every device for a count of flows: TCP from or to some addresses passes, its headers and the
 * first bytes of its payload; of HBONE only what opens or ends a connection, and a random sample of the rest.
 *
 * <p>Made for a packet socket of type SOCK_DGRAM: a packet begins with its IP header, whatever the device.
 */
final class FlowFilter {
    /** One packet in so many; a power of two. */
    static final int SAMPLE = 64;

    /** Of payload: as long as a TLS record's header. */
    static final int PAYLOAD = 5;

    /** Two searches of two instructions a range, their long jumps, and everything else stay below the kernel's limit. */
    static final int MAX_RANGES = 900;

    /** A random number, of the kernel's own notes (linux/filter.h, SKF_AD_OFF + SKF_AD_RANDOM). */
    static final int RANDOM_AT = -0x1000 + 56;

    private static final int TCP_LENGTH = 20;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int TCP_FLAGS = 13;

    /** A fragment's IP header: it is counted and not read. */
    private static final int FRAGMENT_KEPT = 20;
    /** With one short extension header the ports and numbers stand in it, and no payload. */
    private static final int EXTENDED_KEPT = V6_LENGTH + 8 + TCP_LENGTH;

    private static final int SOURCE_SLOT = 0;
    private static final int DESTINATION_SLOT = 1;
    private static final int LENGTH_SLOT = 2;

    private final Assembler code = new Assembler();
    private final int hbonePort;
    private final List<Range> ranges;
    private final Label tcp = new Label();
    private final Label search = new Label();
    private final Label pass = new Label();
    private final Label drop = new Label();

    private FlowFilter(Collection<IpAddress> addresses, int hbonePort) {
        this.hbonePort = hbonePort;
        ranges = AddressRanges.of(addresses, MAX_RANGES).ranges();
    }

    static List<Instruction> compile(Collection<IpAddress> addresses, int hbonePort) {
        return new FlowFilter(addresses, hbonePort).program();
    }

    private List<Instruction> program() {
        Label v4 = new Label();
        Label v6 = new Label();
        code.add(LOAD_HALF, PROTOCOL_AT);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV4, v4, null);
        code.branch(IF_EQUAL, IpNumbers.ETHERTYPE_IPV6, v6, drop);
        code.place(v4);
        v4();
        code.place(v6);
        v6();
        code.place(tcp);
        tcp();
        code.place(search);
        search(SOURCE_SLOT);
        search(DESTINATION_SLOT);
        code.jump(drop);
        // not behind a return: the kernel's check takes what follows one for reached from it, and its slot for empty
        code.place(pass);
        code.add(LOAD_SCRATCH, LENGTH_SLOT);
        code.add(RETURN_ACCUMULATOR, 0);
        code.place(drop);
        code.add(RETURN, 0);
        return code.assemble();
    }

    private void v4() {
        Label whole = new Label();
        code.add(LOAD_BYTE, V4_PROTOCOL);
        code.branch(IF_EQUAL, IpNumbers.TCP, null, drop);
        store(V4_SOURCE, SOURCE_SLOT);
        store(V4_DESTINATION, DESTINATION_SLOT);
        code.add(LOAD_X_HEADER_LENGTH, 0);
        code.add(LOAD_HALF, V4_FRAGMENT);
        code.branch(IF_ANY_BIT, FRAGMENT, null, whole);
        keep(FRAGMENT_KEPT);
        code.jump(search);
        code.place(whole);
        code.jump(tcp);
    }

    private void v6() {
        Label extended = new Label();
        Label plain = new Label();
        store(V6_SOURCE_END, SOURCE_SLOT);
        store(V6_DESTINATION_END, DESTINATION_SLOT);
        code.add(LOAD_BYTE, V6_NEXT_HEADER);
        code.branch(IF_EQUAL, IpNumbers.TCP, plain, null);
        IpNumbers.EXTENSIONS.forEach(extension -> code.branch(IF_EQUAL, extension, extended, null));
        code.jump(drop);
        code.place(extended);
        keep(EXTENDED_KEPT);
        code.jump(search);
        code.place(plain);
        code.add(LOAD_X, V6_LENGTH);
    }

    private void keep(int bytes) {
        code.add(Instruction.LOAD_NUMBER, bytes);
        code.add(STORE_SCRATCH, LENGTH_SLOT);
    }

    /** X: where its header begins. */
    private void tcp() {
        Label hbone = new Label();
        Label wanted = new Label();
        code.add(LOAD_HALF_AT_X, 0);
        code.branch(IF_EQUAL, hbonePort, hbone, null);
        code.add(LOAD_HALF_AT_X, 2);
        code.branch(IF_EQUAL, hbonePort, hbone, wanted);
        code.place(hbone);
        code.add(LOAD_BYTE_AT_X, TCP_FLAGS);
        code.branch(IF_ANY_BIT, Headers.SYN | Headers.FIN | Headers.RST, wanted, null);
        code.add(LOAD_WORD, RANDOM_AT);
        code.branch(IF_ANY_BIT, SAMPLE - 1, drop, wanted);
        code.place(wanted);
        code.add(LOAD_BYTE_AT_X, TCP_DATA_OFFSET);
        code.add(AND, 0xF0);
        code.add(SHIFT_RIGHT, 2);
        code.add(ADD_X, 0);
        code.add(ADD, PAYLOAD);
        code.add(STORE_SCRATCH, LENGTH_SLOT);
    }

    private void store(int at, int slot) {
        code.add(LOAD_WORD, at);
        code.add(STORE_SCRATCH, slot);
    }

    private void search(int slot) {
        Label miss = new Label();
        if (!ranges.isEmpty()) {
            code.add(LOAD_SCRATCH, slot);
            new RangeTree(code, miss, pass).search(ranges);
        }
        code.place(miss);
    }
}
