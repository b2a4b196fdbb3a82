package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pcap files for tests: any byte order, resolution and link type. */
public final class PcapWriter implements Closeable {
    private static final int MICRO_MAGIC = 0xA1B2C3D4;
    private static final int NANO_MAGIC = 0xA1B23C4D;
    private static final long SECOND = 1_000_000_000L;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(24);
    private final int nanosPerUnit;

    public PcapWriter(OutputStream out, ByteOrder order, boolean nanos, int linkType) throws IOException {
        this(out, order, nanos, linkType, 4, 262144);
    }

    public PcapWriter(OutputStream out, ByteOrder order, boolean nanos, int linkType, int minor, int snapLength)
            throws IOException {
        this.out = out;
        this.nanosPerUnit = nanos ? 1 : 1000;
        header.order(order)
                .putInt(nanos ? NANO_MAGIC : MICRO_MAGIC)
                .putShort((short) 2)
                .putShort((short) minor);
        header.putLong(0).putInt(snapLength).putInt(linkType);
        write();
    }

    public void packet(long nanos, byte... data) throws IOException {
        packet(nanos, data.length, data);
    }

    public void packet(long nanos, int length, byte[] data) throws IOException {
        packetHeader((int) (nanos / SECOND), (int) (nanos % SECOND / nanosPerUnit), data.length, length);
        out.write(data);
    }

    /** As it is, right or wrong. */
    public void packetHeader(int seconds, int fraction, int captured, int length) throws IOException {
        header.putInt(seconds).putInt(fraction).putInt(captured).putInt(length);
        write();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write() throws IOException {
        out.write(header.array(), 0, header.position());
        header.clear();
    }
}
