package io.ambientprober.wire;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** draft-ietf-opsawg-pcap. */
final class PcapReader implements CaptureReader {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int MAJOR = 2;
    /** Before 2.3 the two lengths of a packet were the other way round, in 2.3 with some writers (libpcap, sf-pcap.c). */
    private static final int LENGTHS_SETTLED = 4;

    private static final long NANOS = 1_000_000_000L;

    private final CaptureInput in;
    private final boolean little;
    private final int nanosPerUnit;
    private final int minor;
    private final boolean isOld;
    private final LinkType linkType;
    private @Nullable String cutOff;
    private long number;

    PcapReader(CaptureInput in, PcapFormat format) throws IOException {
        this.in = in;
        this.little = format.little;
        this.nanosPerUnit = format.nanosPerUnit;
        if (!in.has(FILE_HEADER)) {
            throw in.tooShort("shorter than the header of a pcap file");
        }
        this.minor = minor();
        this.isOld = minor < LENGTHS_SETTLED;
        this.linkType = linkType(in, Words.i32(in.buffer, in.at + 20, little) & 0xFFFF);
        in.at += FILE_HEADER;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (!in.has(PACKET_HEADER)) {
            return ended();
        }
        int captured = captured();
        if (Integer.compareUnsigned(captured, CaptureFiles.MAX_CAPTURED) > 0) {
            throw in.broken(CaptureFiles.tooLong(captured, number + 1));
        }
        number++;
        deliver(packet, in.has(PACKET_HEADER + captured) ? captured : cut());
        return true;
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public List<String> faults() {
        return cutOff == null ? List.of() : List.of(cutOff);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static LinkType linkType(CaptureInput in, int code) throws CaptureFormatException {
        LinkType type = LinkType.of(code);
        if (type == null) {
            throw in.broken("link type " + code + " is not supported");
        }
        return type;
    }

    private int minor() throws CaptureFormatException {
        int major = Words.u16(in.buffer, in.at + 4, little);
        if (major != MAJOR) {
            throw in.broken("version " + major + " of pcap is not supported");
        }
        return Words.u16(in.buffer, in.at + 6, little);
    }

    private int captured() {
        int captured = Words.i32(in.buffer, in.at + 8, little);
        return isOld ? oldCaptured(captured) : captured;
    }

    private int oldCaptured(int first) {
        int second = Words.i32(in.buffer, in.at + 12, little);
        boolean swapped = minor < LENGTHS_SETTLED - 1 || Integer.compareUnsigned(first, second) > 0;
        return swapped ? second : first;
    }

    private int length(int captured) {
        int length = Words.i32(in.buffer, in.at + 12, little);
        if (isOld) {
            length = Integer.max(length, Words.i32(in.buffer, in.at + 8, little));
        }
        return Words.wireLength(length, captured);
    }

    private void deliver(Packet packet, int captured) {
        int at = in.at;
        long nanos = Words.u32(in.buffer, at, little) * NANOS + Words.u32(in.buffer, at + 4, little) * nanosPerUnit;
        packet.set(in.buffer, at + PACKET_HEADER, captured, length(captured), nanos, linkType, 0);
        packet.tokenless = in.isTokenless(at + PACKET_HEADER);
        packet.number(number);
        in.at = at + PACKET_HEADER + captured;
    }

    private int cut() {
        cutOff = in.at(CutOff.packet(number));
        return in.available() - PACKET_HEADER;
    }

    private boolean ended() {
        if (in.available() > 0) {
            cutOff = in.at(CutOff.packet(number + 1));
            in.at = in.limit;
        }
        return false;
    }
}
