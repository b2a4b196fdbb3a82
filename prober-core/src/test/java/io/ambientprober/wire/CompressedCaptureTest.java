package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        };

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
            assertFollowed(packed, garbage);
            assertFollowed(packed, new byte[more]);
            assertFollowed(packed, Arrays.copyOf(packed, Math.min(more, packed.length - 1)));
        }
    }

    private void assertFollowed(byte[] packed, byte[] more) throws IOException {
        byte[] followed = Arrays.copyOf(packed, packed.length + more.length);
        System.arraycopy(more, 0, followed, packed.length, more.length);
        assertThat(Capture.complaint(directory, followed))
                .as("followed by %s", HexFormat.of().formatHex(more))
                .contains("byte ");
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
