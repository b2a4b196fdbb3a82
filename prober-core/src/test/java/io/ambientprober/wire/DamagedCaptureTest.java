package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happened to a file, reading it ends, and with no other exception than the one for it. */
class DamagedCaptureTest {
    private static final int MUTANTS = 500;
    private static final int[] EVIL = {0, 1, 4, 12, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFC, 262144, 262145};

    private static Stream<byte[]> plain() {
        return SampleCaptures.all().stream();
    }

    private static Stream<byte[]> compressed() throws IOException {
        byte[] capture = SampleCaptures.pcap(ByteOrder.LITTLE_ENDIAN);
        return Stream.of(gzip(capture), zstd(capture));
    }

    @ParameterizedTest
    @MethodSource({"plain", "compressed"})
    void aCaptureCutAnywhere(byte[] capture) throws IOException {
        long before = -1;
        for (int length = 0; length <= capture.length; length++) {
            long packets = packets(Arrays.copyOf(capture, length));
            assertThat(packets).as("packets in %d bytes", length).isGreaterThanOrEqualTo(before);
            before = packets;
        }
        assertThat(before).isEqualTo(4);
    }

    /** Between two packets or blocks no reader can tell; there the number of packets does. */
    @Test
    void aCutIsSeenUnlessItIsBetweenTwoPackets() throws IOException {
        List<byte[]> captures = SampleCaptures.all();
        List<Integer> ends = List.of(5, 5, 12, 12);
        for (int i = 0; i < captures.size(); i++) {
            byte[] capture = captures.get(i);
            List<Integer> unseen = new ArrayList<>();
            for (int length = 0; length <= capture.length; length++) {
                if (isWhole(Arrays.copyOf(capture, length))) {
                    unseen.add(length);
                }
            }
            assertThat(unseen).as("capture %d", i).hasSize(ends.get(i)).contains(capture.length);
        }
    }

    @Test
    void whatFollowsTheLastPacketIsSeen() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        for (byte[] capture : SampleCaptures.all()) {
            for (int more = 1; more < 100; more++) {
                byte[] followed = Arrays.copyOf(capture, capture.length + more);
                for (int at = capture.length; at < followed.length; at++) {
                    followed[at] = (byte) (0x80 | random.nextInt());
                }
                assertThat(isWhole(followed)).as("%d bytes more", more).isFalse();
            }
        }
    }

    private static boolean isWhole(byte[] bytes) throws IOException {
        try (CaptureReader reader = CaptureFiles.open("name", new ByteArrayInputStream(bytes), null)) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                assertThat(packet.number()).isPositive();
            }
            return reader.faults().isEmpty();
        } catch (CaptureFormatException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource({"plain", "compressed"})
    void mutants(byte[] capture) throws IOException {
        SplittableRandom random = new SplittableRandom(capture.length);
        for (int i = 0; i < MUTANTS; i++) {
            assertThat(packets(mutant(capture, random))).isLessThanOrEqualTo(capture.length);
        }
    }

    /** Packets up to the end or to where the file is broken. */
    private long packets(byte[] bytes) throws IOException {
        Packet packet = new Packet();
        long packets = 0;
        try (CaptureReader reader = CaptureFiles.open("name", new ByteArrayInputStream(bytes), null)) {
            while (reader.next(packet)) {
                packets++;
                assertSound(packet, packets);
            }
            assertThat(reader.dropped()).isNotNegative();
            assertThat(reader.notes()).hasSizeLessThan(20);
            assertThat(reader.faults()).hasSizeLessThan(20).allMatch(fault -> fault.startsWith("byte "), "says where");
        } catch (CaptureFormatException e) {
            assertThat(e).hasMessageStartingWith("name").hasMessageContaining(": byte ");
        }
        return packets;
    }

    private static void assertSound(Packet packet, long number) {
        assertThat(packet.number()).isEqualTo(number);
        assertThat(packet.captured()).isBetween(0, packet.length());
        assertThat(packet.offset()).isBetween(0, packet.data().length - packet.captured());
    }

    private static byte[] mutant(byte[] capture, SplittableRandom random) {
        byte[] mutant = capture.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(mutant, random);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }

    private static void change(byte[] mutant, SplittableRandom random) {
        int at = random.nextInt(mutant.length);
        switch (random.nextInt(3)) {
            case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutant[at] = (byte) random.nextInt();
            default -> putEvil(mutant, Integer.min(at & ~3, mutant.length - 4), random);
        }
    }

    private static void putEvil(byte[] mutant, int at, SplittableRandom random) {
        int word = EVIL[random.nextInt(EVIL.length)];
        int evil = random.nextBoolean() ? word : Integer.reverseBytes(word);
        for (int i = 0; i < 4; i++) {
            mutant[at + i] = (byte) (evil >>> (8 * i));
        }
    }

    private static byte[] gzip(byte[] capture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(capture);
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(byte[] capture) {
        ZstdJavaCompressor zstd = new ZstdJavaCompressor();
        byte[] packed = new byte[zstd.maxCompressedLength(capture.length)];
        return Arrays.copyOf(packed, zstd.compress(capture, 0, capture.length, packed, 0, packed.length));
    }
}
