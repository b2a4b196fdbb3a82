package io.ambientprober.wire;

import static io.ambientprober.wire.PcapNgBytes.endOfOptions;
import static io.ambientprober.wire.PcapNgBytes.option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small captures that have something of everything. */
final class SampleCaptures {
    private static final byte[] DATA = "data of a packet".getBytes(StandardCharsets.US_ASCII);

    private SampleCaptures() {}

    static List<byte[]> all() {
        return List.of(
                pcap(ByteOrder.LITTLE_ENDIAN),
                pcap(ByteOrder.BIG_ENDIAN),
                pcapNg(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN),
                pcapNg(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN));
    }

    static byte[] pcap(ByteOrder order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, order, true, 1)) {
            writer.packet(1, DATA);
            writer.packet(2, 100, DATA);
            writer.packet(3);
            writer.packet(4, (byte) 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] pcapNg(ByteOrder first, ByteOrder second) {
        return new PcapNgBytes(first)
                .section()
                .device(1, 0, option(2, DATA), option(9, new byte[] {9}), option(14, 1L), endOfOptions())
                .device(113, 8, option(9, new byte[] {(byte) 0x94}))
                .packet(0, 1, DATA)
                .packet(1, 1L << 40, 5, 9, new byte[5], option(1, DATA), endOfOptions())
                .block(0xBAD, b -> b.put(DATA))
                .statistics(1, option(5, 1L), option(7, 2L))
                .section(second, -1)
                .device(276, 8)
                .obsoletePacket(0, 3, DATA)
                .simplePacket(16, new byte[8])
                .statistics(0, option(7, 2L))
                .bytes();
    }
}
