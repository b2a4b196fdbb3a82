package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoopbackDeviceTest {
    private static final String SLL2 = "0800 0000 00000001 %s 00 06 000000000000 0000 45";
    private static final String SLL = "0000 %s 0006 000000000000 0000 0800 45";
    private static final String NO_ADDRESSES = "000000000000 000000000000 0800 45";
    private static final String ADDRESSES = "020000000001 020000000002 0800 45";

    /** Attributes NFULA_HWTYPE and NFULA_PAYLOAD. */
    private static final String NFLOG = "02 00 0000 0600 0f00 %s 0000 0500 0900 45";

    /** Device, link type, bytes, and whether the device is a loopback one. */
    static List<Arguments> packets() {
        return List.of(
                arguments("any", LinkType.LINUX_SLL2, SLL2.formatted("0304"), true),
                arguments("any", LinkType.LINUX_SLL2, SLL2.formatted("0001"), false),
                arguments("lo", LinkType.LINUX_SLL2, SLL2.formatted("0001"), true),
                arguments("eth0", LinkType.LINUX_SLL2, SLL2.formatted("0304"), true),
                arguments("", LinkType.LINUX_SLL2, "0800 0000 00000001 03", false),
                arguments("any", LinkType.LINUX_SLL, SLL.formatted("0304"), true),
                arguments("any", LinkType.LINUX_SLL, SLL.formatted("0001"), false),
                arguments("", LinkType.ETHERNET, NO_ADDRESSES, true),
                arguments("", LinkType.ETHERNET, ADDRESSES, false),
                arguments("", LinkType.ETHERNET, "000000000000 0000000001 0800", false),
                arguments("", LinkType.ETHERNET, "000000000000", false),
                arguments("lo", LinkType.ETHERNET, ADDRESSES, true),
                arguments("nk1", LinkType.ETHERNET, NO_ADDRESSES, false),
                arguments("lo", LinkType.RAW, "45", true),
                arguments("lo0", LinkType.NULL, "02000000 45", true),
                arguments("utun3", LinkType.NULL, "02000000 45", false),
                arguments("", LinkType.NULL, "02000000 45", false),
                arguments("", LinkType.LOOP, "00000002 45", false),
                arguments("local", LinkType.RAW, "45", false),
                arguments("", LinkType.RAW, "45", false),
                arguments("nflog", LinkType.NFLOG, NFLOG.formatted("0304"), true),
                arguments("nflog", LinkType.NFLOG, NFLOG.formatted("0001"), false),
                arguments("nflog", LinkType.NFLOG, "02 00 0000 0500 0f00 03 040000 0500 0900 45", false));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void isKnownByItsKindAndName(String device, LinkType linkType, String hex, boolean loopback, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("capture.pcapng");
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Packet packet = new Packet();
        packet.set(bytes, 0, bytes.length, bytes.length, 0, linkType, 0);
        try (PcapNgWriter writer = new PcapNgWriter(Files.newOutputStream(file), "test", "")) {
            writer.device(linkType, 0, device, "");
            writer.packet(0, packet, "");
        }

        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(new PacketDecoder(VxlanPorts.usual()).decode(packet).isLoopback())
                    .isEqualTo(loopback);
        }
    }

    /** The name of one packet's device says nothing of the next one's. */
    @Test
    void isNotThatOfThePacketBefore(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("capture.pcapng");
        byte[] bytes = {0x45};
        Packet packet = new Packet();
        packet.set(bytes, 0, 1, 1, 0, LinkType.RAW, 0);
        try (PcapNgWriter writer = new PcapNgWriter(Files.newOutputStream(file), "test", "")) {
            writer.device(LinkType.RAW, 0, "lo", "");
            writer.device(LinkType.RAW, 0, "eth0", "");
            writer.packet(0, packet, "");
            writer.packet(1, packet, "");
        }
        PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(decoder.decode(packet).isLoopback()).isTrue();
            assertThat(reader.next(packet)).isTrue();
            assertThat(decoder.decode(packet).isLoopback()).isFalse();
        }
    }
}
