package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import io.ambientprober.traffic.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressedCaptureTest {
    private final Path directory;

    CompressedCaptureTest(@TempDir Path directory) {
        this.directory = directory;
    }

    enum Codec {
        GZIP {
            @Override
            OutputStream to(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        ZSTD {
            @Override
            OutputStream to(OutputStream out) throws IOException {
                return new ZstdJavaOutputStream(out);
            }
        },
        XZ {
            @Override
            OutputStream to(OutputStream out) throws IOException {
                return new XZOutputStream(out, new LZMA2Options(0));
            }

            // Padding of streams.
            @Override
            boolean mayEndIn(byte[] more) {
                return more.length % 4 == 0 && Arrays.equals(more, new byte[more.length]);
            }
        };

        boolean mayEndIn(byte[] more) {
            return false;
        }

        abstract OutputStream to(OutputStream out) throws IOException;

        byte[] pack(byte[] bytes) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = to(packed)) {
                out.write(bytes);
            }
            return packed.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItHolds(Codec codec) throws IOException {
        for (byte[] capture : SampleCaptures.all()) {
            assertThat(Capture.read(directory, codec.pack(capture))).isEqualTo(Capture.read(directory, capture));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsSeveralMembersAsOneFile(Codec codec) throws IOException {
        byte[] capture = SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(codec.pack(Arrays.copyOf(capture, 50)));
        members.writeBytes(codec.pack(Arrays.copyOfRange(capture, 50, capture.length)));

        assertThat(Capture.read(directory, members.toByteArray())).isEqualTo(Capture.read(directory, capture));
    }

    @ParameterizedTest
    @EnumSource
    void readsMoreThanTheBufferHolds(Codec codec) throws IOException {
        byte[] capture = pcap(3000);

        assertThat(Capture.read(directory, codec.pack(capture)).packets()).hasSize(3000);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsCorruptOrEndsEarly(Codec codec) throws IOException {
        byte[] packed = codec.pack(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN));
        byte[] corrupt = packed.clone();
        corrupt[packed.length - 5] ^= 0x55;
        corrupt[packed.length / 2] ^= 0x55;

        assertCorrupt(corrupt);
        assertCorrupt(Arrays.copyOf(packed, packed.length - 9));
        assertCorrupt(Arrays.copyOf(packed, 5));
    }

    @ParameterizedTest
    @EnumSource
    void looksAtWhatIsInsideOnlyOnce(Codec codec) throws IOException {
        byte[] twice = codec.pack(codec.pack(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN)));

        assertThatExceptionOfType(CaptureFormatException.class)
                .isThrownBy(() -> Capture.read(directory, twice))
                .withMessageContaining("(unpacked): byte 0: neither pcap nor pcapng");
    }

    @Test
    void saysThatOffsetsAreThoseOfTheUnpackedData() throws IOException {
        byte[] capture = SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN);
        capture[24 + 11] = 0x7F;

        assertThat(Capture.complaint(directory, Codec.GZIP.pack(capture))).startsWith("byte 24: captured length ");
    }

    @ParameterizedTest
    @EnumSource
    void isWholeAtItsVeryEndOnly(Codec codec) throws IOException {
        byte[] packed = codec.pack(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN));

        assertThat(Capture.complaint(directory, packed)).isEmpty();
        for (int length = 0; length < packed.length; length++) {
            assertThat(Capture.complaint(directory, Arrays.copyOf(packed, length)))
                    .as("%d of %d bytes", length, packed.length)
                    .contains("byte ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingMayFollowThatIsNoMember(Codec codec) throws IOException {
        byte[] packed = codec.pack(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN));
        SplittableRandom random = new SplittableRandom(1);
        for (int more = 1; more < 100; more++) {
            byte[] garbage = new byte[more];
            random.nextBytes(garbage);
            assertFollowed(codec, packed, garbage);
            assertFollowed(codec, packed, new byte[more]);
            assertFollowed(codec, packed, Arrays.copyOf(packed, Math.min(more, packed.length - 1)));
        }
    }

    private void assertFollowed(Codec codec, byte[] packed, byte[] more) throws IOException {
        byte[] followed = Arrays.copyOf(packed, packed.length + more.length);
        System.arraycopy(more, 0, followed, packed.length, more.length);
        assertThat(Capture.complaint(directory, followed))
                .as("followed by %s", HexFormat.of().formatHex(more))
                .matches(codec.mayEndIn(more) ? "" : "byte .*");
        assertThat(Capture.read(directory, followed).packets()).hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void isReadUpToWhereItEnds(Codec codec) throws IOException {
        byte[] packed = codec.pack(pcap(9000));

        assertThat(Capture.read(directory, Arrays.copyOf(packed, packed.length - 1))
                        .packets())
                .hasSizeGreaterThan(100);
    }

    /** RFC 8878, section 3.1.2: pzstd begins with one, the seekable format ends with one. */
    @Test
    void framesThatHoldNothingAreSkipped() throws IOException {
        byte[] capture = pcap(300);
        byte[] packed = Codec.ZSTD.pack(capture);
        for (int length : new int[] {0, 1, 70, 200_000}) {
            byte[] skippable = skippable(length);

            assertThat(Capture.read(directory, Numbers.join(skippable, packed, skippable, skippable)))
                    .as("%d bytes", length)
                    .isEqualTo(Capture.read(directory, capture));
            for (int missing = 1; missing < Math.min(skippable.length, 100); missing++) {
                assertThat(Capture.complaint(
                                directory,
                                Arrays.copyOf(
                                        Numbers.join(packed, skippable), packed.length + skippable.length - missing)))
                        .as("%d of %d bytes missing", missing, skippable.length)
                        .contains("byte ");
            }
        }
    }

    @Test
    void aFileOfNothingButSkippedFramesIsNoCapture() {
        assertThatExceptionOfType(CaptureFormatException.class)
                .isThrownBy(() -> Capture.read(directory, skippable(100)))
                .withMessageContaining("byte 0: shorter than the header of a capture");
    }

    private static byte[] skippable(int length) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50 + length % 16)
                .putInt(length)
                .array();
    }

    @Test
    void aDictionaryOfXzIsBounded() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        LZMA2Options options = new LZMA2Options(0);
        options.setDictSize(96 << 20);
        try (OutputStream out = new XZOutputStream(packed, options)) {
            out.write(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN));
        }

        assertThatExceptionOfType(CaptureFormatException.class)
                .isThrownBy(() -> Capture.read(directory, packed.toByteArray()))
                .withMessageMatching(
                        ".* byte 0: .* it takes \\d+ KiB of memory, and may take 81920; pack it with xz -9 at most");
    }

    @Test
    void whatXzPacksAsWellAsItCanIsRead() throws IOException {
        byte[] capture = pcap(30);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(packed, new LZMA2Options(9))) {
            out.write(capture);
        }

        assertThat(Capture.read(directory, packed.toByteArray())).isEqualTo(Capture.read(directory, capture));
    }

    /** One MiB of it would be about a GiB. */
    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void aBombEndsInOneLine(Codec codec) throws IOException {
        Path bomb = directory.resolve("bomb");
        try (OutputStream out = codec.to(Files.newOutputStream(bomb))) {
            out.write(SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(zeros);
            }
        }

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Capture.read(bomb))
                .isNotInstanceOf(CaptureFormatException.class)
                .withMessageMatching(Pattern.quote(bomb.toString())
                        + ": its first \\d+ bytes unpack to more than 64 MiB and 200 times their own length; if it is a"
                        + " capture nevertheless, unpack it and name the unpacked file in the plan");
    }

    @ParameterizedTest
    @EnumSource
    void whatShrinksFarLessIsNoBombHoweverLong(Codec codec) throws IOException {
        Path large = directory.resolve("large");
        byte[] packet = new byte[60_000];
        try (OutputStream out = codec.to(Files.newOutputStream(large));
                PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 1)) {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 1500; i++) {
                random.nextBytes(packet);
                Arrays.fill(packet, 600, packet.length, (byte) i);
                writer.packet(i, packet);
            }
        }

        assertThat(Files.size(large)).isLessThan(2 << 20);
        try (CaptureReader reader = CaptureReader.open(large)) {
            Packet read = new Packet();
            while (reader.next(read)) {
                assertThat(read.captured()).isEqualTo(packet.length);
            }
            assertThat(read.number()).isEqualTo(1500);
            assertThat(reader.faults()).isEmpty();
        }
    }

    private void assertCorrupt(byte[] packed) throws IOException {
        assertThat(Capture.complaint(directory, packed)).contains("the compressed data cannot be unpacked");
    }

    private static byte[] pcap(int packets) throws IOException {
        SplittableRandom random = new SplittableRandom(packets);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(bytes, ByteOrder.LITTLE_ENDIAN, true, 1)) {
            for (int i = 0; i < packets; i++) {
                byte[] data = new byte[1000];
                random.nextBytes(data);
                writer.packet(i, data);
            }
        }
        return bytes.toByteArray();
    }
}
