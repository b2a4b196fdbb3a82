package io.ambientprober.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** draft-ietf-opsawg-pcapng. A block that is wrong in itself is a fault, and what follows it is read, as long as its ends are in place. */
final class PcapNgReader implements CaptureReader {
    /** The same in both byte orders. */
    static final int SECTION_HEADER = 0x0A0D0D0A;

    private static final int INTERFACE_DESCRIPTION = 1;
    /** Obsolete. */
    private static final int PACKET = 2;

    private static final int SIMPLE_PACKET = 3;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int EPB_DROPCOUNT = 4;
    /** Of an obsolete packet block: not known. */
    private static final int NO_DROPCOUNT = 0xFFFF;

    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int MAJOR = 1;
    private static final int MIN_SECTION_HEADER = 28;
    private static final int SECTION_FIELDS = 16;
    private static final int PACKET_FIELDS = 20;
    private static final int INTERFACE_FIELDS = 8;

    /** A file of nothing but such blocks must not take for ever. */
    private static final int MAX_WRONG_BLOCKS = 1 << 16;

    private final CaptureInput in;
    private final PcapNgBlock block;
    private final PcapNgOptions options;
    private final PcapNgInterfaces interfaces = new PcapNgInterfaces();
    private @Nullable String cutOff;
    private boolean delivered;
    private int wrongBlocks;
    private long number;
    private long lastNanos;
    /** Of the packet whose options were not read yet. */
    private @Nullable PcapNgInterface lastFrom;

    private int lastPadding;

    PcapNgReader(CaptureInput in) throws IOException {
        this.in = in;
        this.block = new PcapNgBlock(in);
        this.options = new PcapNgOptions(in, block);
        if (!in.has(MIN_SECTION_HEADER)) {
            throw in.tooShort("shorter than the header of a pcapng file");
        }
        readByteOrder();
        block.open();
        startSection();
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (findBlock()) {
            if (read(packet)) {
                return true;
            }
        }
        noteCut();
        return false;
    }

    @Override
    public long dropped() {
        return interfaces.dropped();
    }

    @Override
    public List<String> notes() {
        return interfaces.notes();
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>(interfaces.faults());
        if (cutOff != null) {
            faults.add(cutOff);
        }
        return faults;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean findBlock() throws IOException {
        return (!block.isOpen() || readPacketOptions() && block.close()) && in.has(PcapNgBlock.FRAME);
    }

    /** Only when its user is done with the packet, whose bytes this may move. False where the file ends before. */
    private boolean readPacketOptions() throws IOException {
        PcapNgInterface from = lastFrom;
        lastFrom = null;
        if (from == null || block.body() < lastPadding) {
            return true;
        }
        if (!block.has(lastPadding)) {
            return false;
        }
        block.take(lastPadding);
        try {
            while (options.next()) {
                if (options.code() == EPB_DROPCOUNT) {
                    from.droppedBetween = Counts.sum(from.droppedBetween, Counts.ofUnsigned(options.number()));
                }
            }
        } catch (CaptureFormatException e) {
            passOver(e);
        }
        return true;
    }

    private void passOver(CaptureFormatException wrong) throws CaptureFormatException {
        if (++wrongBlocks > MAX_WRONG_BLOCKS) {
            throw wrong;
        }
        interfaces.fault(wrong.where());
    }

    /** Reads a block; whatever of it is left is skipped before the next one. */
    private boolean read(Packet packet) throws IOException {
        if (Bytes.i32(in.buffer, in.at) == SECTION_HEADER) {
            readByteOrder();
        }
        block.open();
        delivered = false;
        if (block.type() == SECTION_HEADER) {
            startSection();
            return false;
        }
        try {
            readBlock(packet);
        } catch (CaptureFormatException e) {
            passOver(e);
        }
        return delivered;
    }

    private void readBlock(Packet packet) throws IOException {
        switch (block.type()) {
            case ENHANCED_PACKET, PACKET -> readPacket(packet);
            case SIMPLE_PACKET -> readSimplePacket(packet);
            case INTERFACE_DESCRIPTION -> describeInterface();
            case INTERFACE_STATISTICS -> readStatistics();
            default -> {}
        }
    }

    private void readByteOrder() throws CaptureFormatException {
        int magic = Bytes.i32(in.buffer, in.at + 8);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw in.broken("0x%08x is not a byte order of a pcapng section".formatted(magic));
        }
        block.byteOrder(magic != BYTE_ORDER_MAGIC);
    }

    /** The length of a section is not needed: the next one begins with a header of its own. */
    private void startSection() throws IOException {
        if (!block.has(SECTION_FIELDS)) {
            return;
        }
        int major = block.u16(block.take(SECTION_FIELDS) + 4);
        if (major != MAJOR) {
            throw in.broken("version " + major + " of pcapng is not supported");
        }
        interfaces.newSection();
    }

    private void describeInterface() throws IOException {
        if (interfaces.isFull()) {
            throw in.broken("more than " + PcapNgInterfaces.MAX + " interfaces in a section");
        }
        if (block.body() < INTERFACE_FIELDS) {
            // Those after it keep their numbers.
            interfaces.add(PcapNgInterface.NOT_READ, 0);
        }
        if (!block.has(INTERFACE_FIELDS)) {
            return;
        }
        int at = block.take(INTERFACE_FIELDS);
        PcapNgInterface added = interfaces.add(block.u16(at), block.u32(at + 4));
        while (options.next()) {
            switch (options.code()) {
                case IF_NAME -> added.name(options.text());
                case IF_TSRESOL -> added.time = added.time.withResolution(options.octet());
                case IF_TSOFFSET -> added.time = added.time.withOffset(options.number());
                default -> {}
            }
        }
    }

    private void readStatistics() throws IOException {
        if (!block.has(12)) {
            return;
        }
        int number = block.i32(block.take(12));
        PcapNgInterface counted = interfaces.find(number);
        if (counted == null) {
            throw notDescribed(number);
        }
        while (options.next()) {
            PcapNgCounter counter = PcapNgCounter.of(options.code());
            if (counter != null) {
                count(counted, counter, Counts.ofUnsigned(options.number()));
            }
        }
    }

    private void count(PcapNgInterface counted, PcapNgCounter counter, long value) {
        long before = counted.count(counter, value);
        if (value < before) {
            interfaces.fault(in.at("%s of %s fell from %d to %d: what was lost before its reset is not known"
                    .formatted(counter.code(), counted.describe(), before, value)));
        }
    }

    private void readPacket(Packet packet) throws IOException {
        if (!block.has(PACKET_FIELDS)) {
            return;
        }
        int at = block.take(PACKET_FIELDS);
        boolean obsolete = block.type() == PACKET;
        PcapNgInterface from = ofPacket(obsolete ? block.u16(at) : block.i32(at));
        if (obsolete && block.u16(at + 2) != NO_DROPCOUNT) {
            from.droppedBetween = Counts.sum(from.droppedBetween, block.u16(at + 2));
        }
        if (from.linkTypeCode != PcapNgInterface.NOT_READ) {
            lastNanos = from.time.nanos(block.timestamp(at + 4));
        }
        int captured = block.i32(at + 12);
        deliver(packet, from, captured, Words.wireLength(block.i32(at + 16), captured));
        lastFrom = from;
        lastPadding = -captured & 3;
    }

    /** It has no time: it takes that of the packet before it. */
    private void readSimplePacket(Packet packet) throws IOException {
        if (!block.has(4)) {
            return;
        }
        long length = block.u32(block.take(4));
        PcapNgInterface from = ofPacket(0);
        long captured = from.snapLength == 0 ? length : Long.min(length, from.snapLength);
        deliver(packet, from, (int) captured, Words.wireLength((int) length, (int) captured));
    }

    /** Where it is not described, no more than the packet's bytes can be read. */
    private PcapNgInterface ofPacket(int number) throws CaptureFormatException {
        PcapNgInterface found = interfaces.find(number);
        if (found != null) {
            return found;
        }
        passOver(notDescribed(number));
        PcapNgInterface unknown = new PcapNgInterface(number & Integer.MAX_VALUE, PcapNgInterface.NOT_READ, 0);
        unknown.refused = true;
        return unknown;
    }

    private CaptureFormatException notDescribed(int number) {
        return in.broken("interface " + Integer.toUnsignedString(number) + " is not described");
    }

    private void deliver(Packet packet, PcapNgInterface from, int captured, int length) throws IOException {
        if (from.linkType == LinkType.OTHER && !from.refused) {
            from.refused = true;
            interfaces.fault(in.at("link type " + from.linkTypeCode + " is not supported: " + from.describe()));
        }
        if (Integer.compareUnsigned(captured, CaptureFiles.MAX_CAPTURED) > 0) {
            throw in.broken(CaptureFiles.tooLong(captured, number + 1));
        }
        boolean whole = block.has(captured);
        int there = whole ? captured : in.available();
        packet.set(in.buffer, block.take(there), there, length, lastNanos, from.linkType, from.number);
        packet.deviceName = from.deviceName;
        packet.tokenless = in.isTokenless(packet.offset);
        packet.number(++number);
        delivered = true;
        if (!whole) {
            noteCut();
        }
    }

    private void noteCut() {
        if (cutOff == null && (block.isOpen() || in.available() > 0)) {
            cutOff = in.at(block.isOpen() ? cutOff() : "the file ends inside a block");
        }
    }

    private String cutOff() {
        return switch (block.type()) {
            case ENHANCED_PACKET, PACKET, SIMPLE_PACKET -> CutOff.packet(delivered ? number : number + 1);
            default -> CutOff.block(block.type());
        };
    }
}
