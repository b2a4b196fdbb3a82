package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.traffic.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final byte[] TOKEN = new Token(RUN, 1, 7, Direction.CLIENT_TO_SERVER).bytes();
    private static final int TOKEN_LENGTH = Token.LENGTH;
    private static final int SIZE = ReadAhead.SIZE;

    private final RandomGenerator random = Seeds.random("read ahead");

    /** The user takes nothing before the third chunk is read, so that the second one was looked through for it. */
    @ParameterizedTest
    @ValueSource(ints = {-TOKEN_LENGTH, -1, 0, 1, 13, 14, 1000, SIZE - TOKEN_LENGTH, SIZE})
    void saysWhichChunksHoldNoToken(int place) throws IOException, InterruptedException {
        byte[] bytes = new byte[3 * SIZE];
        random.nextBytes(bytes);
        System.arraycopy(TOKEN, 0, bytes, SIZE + place, TOKEN.length);
        CountDownLatch third = new CountDownLatch(1);
        InputStream stream = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int at, int length) {
                if (pos >= 2 * SIZE) {
                    third.countDown();
                }
                return super.read(to, at, length);
            }
        };
        try (ReadAhead ahead = new ReadAhead(stream, new TokenScanner(RUN))) {
            third.await();
            ahead.next(0);

            assertThat(ahead.next(0).tokenless).isEqualTo(place < 0 || place == SIZE);
        }
    }

    /** However far the user is behind. */
    @Test
    void marksNoPacketThatHoldsAToken(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("capture");
        int packets = 5000;
        int withToken = write(file, packets);
        TokenScanner scanner = new TokenScanner(RUN);
        Packet packet = new Packet();
        int found = 0;
        try (CaptureReader reader = CaptureReader.open(file, new TokenScanner(RUN))) {
            while (reader.next(packet)) {
                int end = packet.offset() + packet.captured();
                boolean holds = scanner.find(packet.data(), packet.offset(), end) >= 0;
                assertThat(holds && packet.isTokenless())
                        .as("packet %d", packet.number())
                        .isFalse();
                found += holds ? 1 : 0;
            }
        }

        assertThat(found).isEqualTo(withToken).isPositive();
    }

    private int write(Path file, int packets) throws IOException {
        int withToken = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapWriter writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 1);
        for (int i = 0; i < packets; i++) {
            byte[] data = new byte[TOKEN_LENGTH + random.nextInt(1500)];
            random.nextBytes(data);
            if (random.nextInt(20) == 0) {
                System.arraycopy(TOKEN, 0, data, random.nextInt(data.length - TOKEN_LENGTH + 1), TOKEN_LENGTH);
                withToken++;
            }
            writer.packet(i, data);
        }
        Files.write(file, out.toByteArray());
        return withToken;
    }

    @Test
    void givesWhatCameBeforeAFailure() throws IOException {
        for (Throwable failure :
                new Throwable[] {new IOException("gone"), new IllegalStateException(), new StackOverflowError()}) {
            try (CaptureInput in = CaptureInput.plain("name", new byte[] {1}, failing(failure), null)) {
                assertThat(in.has(4)).isTrue();
                assertThat(in.available()).isEqualTo(4);
                assertThatThrownBy(() -> in.has(5)).isSameAs(failure);
                assertThatThrownBy(() -> in.has(5)).isSameAs(failure);
            }
        }
    }

    /** Three bytes, one at a time, and then the failure. */
    private static InputStream failing(Throwable failure) {
        return new InputStream() {
            private int left = 3;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] to, int at, int length) throws IOException {
                if (left-- > 0) {
                    return 1;
                }
                switch (failure) {
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new AssertionError(failure);
                }
            }
        };
    }

    /** As where there is no memory for one more chunk. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    @Timeout(60)
    void givesWhatWasReadBeforeMemoryRanOut(int chunks) throws IOException {
        OutOfMemoryError failure = new OutOfMemoryError("for a test");
        AtomicInteger made = new AtomicInteger();
        ReadAhead source = new ReadAhead(new ByteArrayInputStream(new byte[9 * SIZE]), null, () -> {
            if (made.getAndIncrement() == chunks) {
                throw failure;
            }
            return new Chunk(Chunk.ROOM, SIZE);
        });
        try (CaptureInput in = CaptureInput.plain("name", new byte[] {1}, source)) {
            assertThat(in.skip((long) chunks * SIZE)).isTrue();
            assertThat(in.has(1)).isTrue();
            assertThatThrownBy(() -> in.has(2)).isSameAs(failure);
            assertThatThrownBy(() -> in.has(2)).isSameAs(failure);
            assertThat(in.has(1)).as("what is left").isTrue();
        }
    }

    @Test
    void endsWhenItsUserNeedsNoMore() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        ReadAhead ahead = new ReadAhead(endless, null);
        ahead.next(0);

        ahead.close();

        assertThat(closed).isTrue();
        assertThat(ahead.isReading()).isFalse();
    }
}
