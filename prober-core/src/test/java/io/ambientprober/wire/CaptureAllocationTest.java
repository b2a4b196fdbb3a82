package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureAllocationTest {
    private static final int PACKETS = 20_000;
    private static final int WARM_UP = 2_000;
    /** Waiting for what is read ahead makes an object at most, once in some hundred packets. */
    private static final long ALLOWED_BYTES = PACKETS / 2;

    private static final byte[] DATA = new byte[680];

    private final Path directory;

    CaptureAllocationTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void readingPcapAllocatesNothingPerPacket() throws IOException {
        assertThat(allocated(pcap())).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void readingPcapNgAllocatesNothingPerPacket() throws IOException {
        assertThat(allocated(pcapNg())).isLessThan(ALLOWED_BYTES);
    }

    private static long allocated(Path file) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        Packet packet = new Packet();
        try (CaptureReader reader = CaptureReader.open(file)) {
            read(reader, packet, WARM_UP);
            threads.getThreadAllocatedBytes(id);
            long before = threads.getThreadAllocatedBytes(id);
            read(reader, packet, PACKETS - WARM_UP);
            return threads.getThreadAllocatedBytes(id) - before;
        }
    }

    private static void read(CaptureReader reader, Packet packet, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!reader.next(packet)) {
                throw new AssertionError("the capture has only " + i + " more packets");
            }
        }
    }

    private Path pcap() throws IOException {
        Path file = directory.resolve("pcap");
        try (PcapWriter writer = new PcapWriter(stream(file), ByteOrder.BIG_ENDIAN, false, 1)) {
            for (int i = 0; i < PACKETS; i++) {
                writer.packet(i, DATA);
            }
        }
        return file;
    }

    private Path pcapNg() throws IOException {
        Path file = directory.resolve("pcapng");
        Packet packet = new Packet();
        packet.set(DATA, 0, DATA.length, DATA.length, 0, LinkType.ETHERNET, 0);
        try (PcapNgWriter writer = new PcapNgWriter(Files.newOutputStream(file), "", "")) {
            int device = writer.device(LinkType.ETHERNET, 0, "", "");
            for (int i = 0; i < PACKETS; i++) {
                writer.packet(device, packet, "");
            }
        }
        return file;
    }

    private static OutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file));
    }
}
