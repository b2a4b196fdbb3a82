package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.traffic.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReadByNeedTest {
    private final RandomGenerator random = Seeds.random("read by need");

    /** Those among them that are larger than what is read at once. */
    @Test
    void givesThePacketsThatReadingAheadGives() throws IOException {
        byte[] capture = capture();

        List<Integer> packets = packets(new ReadByNeed(new ByteArrayInputStream(capture)));

        assertThat(packets).hasSize(400).isEqualTo(packets(new ReadAhead(new ByteArrayInputStream(capture), null)));
    }

    private byte[] capture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 1);
        for (int i = 0; i < 400; i++) {
            int most = i % 20 == 0 ? CaptureFiles.MAX_CAPTURED : 1 + 3 * ReadByNeed.SIZE / (1 + i % 30);
            byte[] data = new byte[i == 200 ? CaptureFiles.MAX_CAPTURED : 1 + random.nextInt(most)];
            random.nextBytes(data);
            writer.packet(i, data);
        }
        return out.toByteArray();
    }

    /** A hash of each. */
    private static List<Integer> packets(ChunkSource source) throws IOException {
        List<Integer> packets = new ArrayList<>();
        Packet packet = new Packet();
        try (CaptureInput in = CaptureInput.plain("name", new byte[0], source)) {
            assertThat(in.has(4)).isTrue();
            PcapFormat format = Objects.requireNonNull(PcapFormat.of(Bytes.i32(in.buffer, in.at)));
            CaptureReader reader = new PcapReader(in, format);
            while (reader.next(packet)) {
                int end = packet.offset() + packet.captured();
                packets.add(Arrays.hashCode(Arrays.copyOfRange(packet.data(), packet.offset(), end)));
            }
        }
        return packets;
    }

    @Test
    void givesWhatCameBeforeAFailure() throws IOException {
        IOException failure = new IOException("gone");
        InputStream failing = new InputStream() {
            private boolean gave;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] to, int at, int length) throws IOException {
                if (gave) {
                    throw failure;
                }
                gave = true;
                return 3;
            }
        };
        try (CaptureInput in = CaptureInput.plain("name", new byte[] {1}, new ReadByNeed(failing))) {
            assertThat(in.has(4)).isTrue();
            assertThatThrownBy(() -> in.has(5)).isSameAs(failure);
        }
    }

    @Test
    void endsWhenItsUserIsInterrupted() throws IOException {
        try (ReadByNeed source = new ReadByNeed(new ByteArrayInputStream(new byte[9]))) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> source.next(0)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** And reading ahead is open again to others once those that did are closed. */
    @Test
    void isForThoseForWhomThereIsNoMemoryToReadAhead() throws IOException {
        for (int round = 0; round < 2; round++) {
            List<ChunkSource> sources = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                sources.add(ReadAhead.of(new ByteArrayInputStream(new byte[0]), null));
            }
            for (ChunkSource source : sources) {
                source.close();
            }

            assertThat(sources.subList(0, 10)).allMatch(source -> source instanceof ReadAhead);
            assertThat(sources)
                    .filteredOn(source -> source instanceof ReadAhead)
                    .hasSizeLessThan(100);
        }
    }
}
