package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a pcapng file (draft-ietf-opsawg-pcapng) of one section, little-endian, with times in nanoseconds. Texts are cut at
 * {@value #MAX_TEXT} bytes. Keeps no packet.
 */
public final class PcapNgWriter implements Closeable {
    static final int MAX_TEXT = 4096;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_FILTER = 11;
    private static final int ISB_IFRECV = 4;
    private static final int ISB_IFDROP = 5;
    private static final int ISB_FILTERACCEPT = 6;
    private static final int ISB_OSDROP = 7;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int NANOSECONDS = 9;
    /** An if_filter begins with the kind of the filter: an expression of libpcap. */
    private static final String LIBPCAP_FILTER = "\0";

    private final PcapNgBlockWriter block;
    private int devices;

    /** Begins the section; an empty {@code comment} is left out. */
    public PcapNgWriter(OutputStream out, String application, String comment) throws IOException {
        block = new PcapNgBlockWriter(out);
        block.begin(SECTION_HEADER);
        block.i32(BYTE_ORDER_MAGIC);
        block.i16(1);
        block.i16(0);
        block.i64(-1);
        block.text(OPT_COMMENT, comment);
        block.text(SHB_USERAPPL, application);
        block.end();
    }

    /**
     * Describes a device; an empty {@code name} or {@code filter} is left out.
     *
     * @param snapLength 0 for no limit
     * @return its number, for the packets of it
     */
    public int device(LinkType linkType, int snapLength, String name, String filter) throws IOException {
        block.begin(INTERFACE_DESCRIPTION);
        block.i16(linkType.code());
        block.i16(0);
        block.i32(snapLength);
        block.text(IF_NAME, name);
        block.octet(IF_TSRESOL, NANOSECONDS);
        block.text(IF_FILTER, filter.isEmpty() ? filter : LIBPCAP_FILTER + filter);
        block.end();
        return devices++;
    }

    /** Writes what was captured of a packet; an empty {@code comment} is left out. */
    public void packet(int device, Packet packet, String comment) throws IOException {
        requireDevice(device);
        int captured = Integer.min(packet.captured(), CaptureFiles.MAX_CAPTURED);
        block.begin(ENHANCED_PACKET);
        block.i32(device);
        time(packet.timeNanos());
        block.i32(captured);
        block.i32(packet.length());
        block.bytes(packet.data(), packet.offset(), captured);
        block.text(OPT_COMMENT, comment);
        block.end();
    }

    /** Writes the counters of a device, as a rule when its capture has ended. */
    public void statistics(int device, PcapNgStatistics statistics) throws IOException {
        requireDevice(device);
        block.begin(INTERFACE_STATISTICS);
        block.i32(device);
        time(statistics.timeNanos());
        count(ISB_IFRECV, statistics.received());
        count(ISB_IFDROP, statistics.droppedByDevice());
        count(ISB_FILTERACCEPT, statistics.accepted());
        count(ISB_OSDROP, statistics.droppedBySystem());
        block.end();
    }

    /** Hands on what is buffered: what was written until now is a readable file. */
    public void flush() throws IOException {
        block.flush();
    }

    /** Closes the stream, too. */
    @Override
    public void close() throws IOException {
        block.close();
    }

    private void requireDevice(int device) {
        if (device < 0 || device >= devices) {
            throw new IllegalArgumentException("device " + device + " is not described");
        }
    }

    private void time(long nanos) {
        block.i32((int) (nanos >>> 32));
        block.i32((int) nanos);
    }

    private void count(int option, long count) {
        if (count >= 0) {
            block.number(option, count);
        }
    }
}
