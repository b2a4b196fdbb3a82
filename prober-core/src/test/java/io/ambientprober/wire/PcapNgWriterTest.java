package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapNgWriterTest {
    private static final byte[] DATA = {9, 1, 2, 3, 9};
    private static final long TIME = 1_700_000_000_123_456_789L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final Path directory;

    PcapNgWriterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesEveryBlockToTheByte() throws IOException {
        try (PcapNgWriter writer = new PcapNgWriter(bytes, "app", "why")) {
            int device = writer.device(LinkType.LINUX_SLL2, 262144, "any", "tcp");
            writer.packet(device, packet(7), "hi");
            writer.statistics(device, new PcapNgStatistics(1L << 32, 4, 3, 2, 1));
        }

        assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
                .isEqualTo(("0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                                + "0100 0300 77687900 0400 0300 61707000 00000000 30000000"
                                + "01000000 30000000 1401 0000 00000400"
                                + "0200 0300 616e7900 0900 0100 09000000 0b00 0400 00746370 00000000 30000000"
                                + "06000000 30000000 00000000 fe9c9717 15cd853d 03000000 07000000 01020300"
                                + "0100 0200 68690000 00000000 30000000"
                                + "05000000 4c000000 00000000 01000000 00000000"
                                + "0400 0800 0400000000000000 0500 0800 0300000000000000"
                                + "0600 0800 0100000000000000 0700 0800 0200000000000000 00000000 4c000000")
                        .replace(" ", ""));
    }

    @Test
    void leavesOutWhatIsNotKnown() throws IOException {
        try (PcapNgWriter writer = new PcapNgWriter(bytes, "", "")) {
            writer.device(LinkType.ETHERNET, 0, "", "");
            writer.statistics(0, new PcapNgStatistics(0, -1, -1, -1, -1));
        }

        assertThat(bytes.size()).isEqualTo(28 + 32 + 24);
    }

    @Test
    void isReadBack() throws IOException {
        try (PcapNgWriter writer = new PcapNgWriter(bytes, "", "")) {
            writer.device(LinkType.ETHERNET, 96, "eth0", "");
            writer.device(LinkType.LINUX_SLL, 0, "any", "");
            writer.packet(1, packet(7), "comment");
            writer.packet(0, packet(3), "");
            writer.statistics(0, new PcapNgStatistics(TIME, 10, 3, 2, 10));
        }

        Capture capture = Capture.read(directory, bytes.toByteArray());

        assertThat(capture.packets())
                .containsExactly(
                        new Capture.Seen(1, TIME, LinkType.LINUX_SLL, 1, 7, "010203"),
                        new Capture.Seen(2, TIME, LinkType.ETHERNET, 0, 3, "010203"));
        assertThat(capture.dropped()).isEqualTo(5);
        assertThat(capture.notes()).containsExactly("interface 0 (eth0) dropped 5 packets");
    }

    @Test
    void cutsALongTextBetweenCharacters() throws IOException {
        String text = "x".repeat(PcapNgWriter.MAX_TEXT - 1);
        new PcapNgWriter(bytes, "", text + "\u00e9 and more").close();

        byte[] written = bytes.toByteArray();
        assertThat(new String(written, 28, text.length(), StandardCharsets.US_ASCII))
                .isEqualTo(text);
        assertThat(written).hasSize(24 + 4 + PcapNgWriter.MAX_TEXT + 4 + 4);
        assertThat((written[26] & 0xFF) | (written[27] & 0xFF) << 8).isEqualTo(text.length());
    }

    @Test
    void writesTheLongestPacketWithTheLongestComment() throws IOException {
        Packet packet = new Packet();
        int size = CaptureFiles.MAX_CAPTURED + 1;
        packet.set(new byte[size], 0, size, size, TIME, LinkType.ETHERNET, 0);
        try (PcapNgWriter writer = new PcapNgWriter(bytes, "a".repeat(9999), "c".repeat(9999))) {
            writer.device(LinkType.ETHERNET, 0, "n".repeat(9999), "f".repeat(9999));
            writer.packet(0, packet, "c".repeat(9999));
        }

        Capture.Seen seen =
                Capture.read(directory, bytes.toByteArray()).packets().getFirst();

        assertThat(seen.data()).hasSize(2 * CaptureFiles.MAX_CAPTURED);
        assertThat(seen.length()).isEqualTo(size);
    }

    @Test
    void wantsADeviceDescribedFirst() throws IOException {
        try (PcapNgWriter writer = new PcapNgWriter(bytes, "", "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.packet(0, packet(3), ""));
        }
    }

    private static Packet packet(int length) {
        Packet packet = new Packet();
        packet.set(DATA, 1, 3, length, TIME, LinkType.ETHERNET, 0);
        return packet;
    }
}
