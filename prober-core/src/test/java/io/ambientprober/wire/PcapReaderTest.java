package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {
    private static final byte[] DATA = {1, 2, 3};

    private final Path directory;

    PcapReaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource({
        "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000 15cd5b07 40e20100 02000000 05000000 cafe,"
                + " 123456789123456000",
        "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001 075bcd15 0001e240 00000002 00000005 cafe,"
                + " 123456789123456000",
        "4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000 15cd5b07 15cd5b07 02000000 05000000 cafe,"
                + " 123456789123456789",
        "a1b23c4d 0002 0004 00000000 00000000 00040000 00000001 075bcd15 075bcd15 00000002 00000005 cafe,"
                + " 123456789123456789",
    })
    void readsBothByteOrdersAndResolutions(String hex, long nanos) throws IOException {
        Capture capture = read(hex);

        assertThat(capture.packets()).containsExactly(new Capture.Seen(1, nanos, LinkType.ETHERNET, 0, 5, "cafe"));
        assertThat(capture.faults()).isEmpty();
        assertThat(capture.dropped()).isZero();
    }

    /** A FIFO would keep its reader waiting, and nothing but a file says the same when its sum is taken. */
    @Test
    void whatIsNoFileIsNoCapture() {
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> CaptureReader.open(Path.of("/dev/zero")))
                .withMessage("/dev/zero: is not a regular file");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> CaptureReader.open(directory))
                .withMessage(directory + ": is not a regular file");
    }

    @Test
    void aHeaderAloneIsACaptureWithoutPackets() throws IOException {
        Capture capture = read("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000");

        assertThat(capture.packets()).isEmpty();
        assertThat(capture.faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, ETHERNET", "0, NULL", "12, RAW", "14, RAW", "101, RAW", "108, LOOP", "113, LINUX_SLL"})
    @CsvSource({"228, IPV4", "229, IPV6", "276, LINUX_SLL2"})
    void knowsTheLinkType(int code, LinkType expected) throws IOException {
        assertThat(written(code, 4, 262144).packets().getFirst().linkType()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1400_0001, 0xF3FF_0001})
    void leavesOutWhatStandsAboveTheLinkType(int word) throws IOException {
        assertThat(written(word, 4, 262144).packets().getFirst().linkType()).isEqualTo(LinkType.ETHERNET);
    }

    @Test
    void namesALinkTypeThatItDoesNotRead() {
        assertBroken("byte 0: link type 127 is not supported", () -> written(127, 4, 262144));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MAX_VALUE})
    void doesNotBelieveTheSnapLength(int snapLength) throws IOException {
        assertThat(written(1, 4, snapLength).data()).containsExactly("010203");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 9})
    void readsEveryMinorVersion(int minor) throws IOException {
        assertThat(written(1, minor, 0).data()).containsExactly("010203");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void knowsThatOldVersionsHadTheLengthsTheOtherWayRound(int minor) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, ByteOrder.BIG_ENDIAN, false, 1, minor, 0)) {
            writer.packetHeader(0, 0, 60, 3);
            bytes.writeBytes(DATA);
        }

        assertThat(Capture.read(directory, bytes.toByteArray()).packets())
                .containsExactly(new Capture.Seen(1, 0, LinkType.ETHERNET, 0, 60, "010203"));
    }

    @Test
    void refusesAnotherMajorVersion() {
        assertBroken(
                "byte 0: version 3 of pcap is not supported",
                () -> read("d4c3b2a1 0300 0400 00000000 00000000 00000400 01000000"));
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 3", "3, 3, 3", "3, 4, 4", "3, 2147483647, 2147483647", "3, -1, 2147483647"})
    void aPacketIsNeverShorterThanWhatWasCaptured(int captured, int length, int expected) throws IOException {
        assertThat(header(0, 0, captured, length).packets().getFirst().length()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"262145, 262145", "2147483647, 2147483647", "-1, 4294967295", "-2147483648, 2147483648"})
    void refusesACapturedLengthThatNoCaptureHas(int captured, String shown) throws IOException {
        Capture capture = header(0, 0, captured, captured);

        assertThat(capture.packets()).isEmpty();
        assertThat(capture.faults())
                .containsExactly("byte 24: captured length " + shown + " of packet 1 is over 262144");
    }

    @Test
    void readsTheLongestPacket() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, ByteOrder.LITTLE_ENDIAN, true, 1)) {
            for (int i = 0; i < 6; i++) {
                writer.packet(i, new byte[CaptureFiles.MAX_CAPTURED]);
            }
        }

        Capture capture = Capture.read(directory, bytes.toByteArray());

        assertThat(capture.packets()).hasSize(6).allMatch(p -> p.length() == CaptureFiles.MAX_CAPTURED);
        assertThat(capture.faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, -1, 4294967295000000000, 4294967295000", "0, 1000000, 0, 1000000000"})
    void takesAnyTime(int seconds, int fraction, String secondsNanos, long fractionNanos) throws IOException {
        long expected = Long.parseLong(secondsNanos) + fractionNanos;
        assertThat(header(seconds, fraction, 3, 3).nanos()).containsExactly(expected);
    }

    @Test
    void deliversWhatIsThereOfTheLastPacket() throws IOException {
        Capture capture = read("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"
                + "01000000 00000000 02000000 02000000 cafe" + "02000000 00000000 10000000 20000000 beef00");

        assertThat(capture.data()).containsExactly("cafe", "beef00");
        assertThat(capture.packets().getLast().length()).isEqualTo(32);
        assertThat(capture.faults()).containsExactly("byte 42: the file ends inside packet 2");
    }

    @Test
    void keepsSayingThatTheCaptureHasEnded() throws IOException {
        Path file = directory.resolve("capture");
        Files.write(file, HexFormat.of().parseHex("d4c3b2a1020004000000000000000000000004000100000001"));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(reader.next(new Packet())).isFalse();
            assertThat(reader.next(new Packet())).isFalse();
            assertThat(reader.faults()).containsExactly("byte 24: the file ends inside packet 1");
        }
    }

    @Test
    void refusesWhatIsNoCapture() {
        assertBroken("byte 0: neither pcap nor pcapng: begins with 0x7f454c46", () -> read("7f454c46 02010100"));
        assertBroken("byte 0: shorter than the header of a capture", () -> read(""));
        assertBroken("byte 0: shorter than the header of a pcap file", () -> read("d4c3b2a1 0200 0400"));
    }

    @Test
    void aMissingFileIsNoBrokenCapture() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CaptureReader.open(directory.resolve("none")))
                .isNotInstanceOf(CaptureFormatException.class)
                .withMessageContaining("none");
    }

    private Capture read(String hex) throws IOException {
        return Capture.read(directory, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private Capture written(int linkType, int minor, int snapLength) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, ByteOrder.BIG_ENDIAN, false, linkType, minor, snapLength)) {
            writer.packet(0, DATA);
        }
        return Capture.read(directory, bytes.toByteArray());
    }

    private Capture header(int seconds, int fraction, int captured, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, ByteOrder.LITTLE_ENDIAN, false, 1)) {
            writer.packetHeader(seconds, fraction, captured, length);
            bytes.writeBytes(DATA);
        }
        return Capture.read(directory, bytes.toByteArray());
    }

    private static void assertBroken(String message, ThrowingCallable action) {
        assertThatExceptionOfType(CaptureFormatException.class)
                .isThrownBy(action)
                .withMessageEndingWith(message);
    }
}
