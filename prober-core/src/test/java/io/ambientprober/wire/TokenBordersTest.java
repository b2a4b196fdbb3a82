package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that lie across segment borders, in connections of the plan and in those of others. */
class TokenBordersTest {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final int TOKENS = 40;

    private final TokenScanner scanner = new TokenScanner(RUN);

    @Test
    void findsATokenInTwoParts() {
        byte[] token = token(5);
        for (int cut = 1; cut < Token.LENGTH; cut++) {
            TokenBorder border = new TokenBorder(scanner);

            assertThat(border.crossed(token, 0, cut)).isFalse();
            assertThat(border.crossed(token, cut, Token.LENGTH - cut))
                    .as("cut at %d", cut)
                    .isTrue();
            assertThat(scanner.sequence()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 31, 32, 33, 64, 200})
    void findsEachTokenOnceWhateverTheSegments(int most) {
        for (int round = 0; round < Seeds.rounds(20); round++) {
            RandomGenerator random = Seeds.random("borders", most, round);
            byte[] stream = stream(random);
            TokenBorder border = new TokenBorder(scanner);
            List<Long> found = new ArrayList<>();
            for (byte[] segment : segments(stream, most, random)) {
                if (border.crossed(segment, 0, segment.length)) {
                    found.add(scanner.sequence());
                }
                within(segment, found);
            }
            assertFoundAll(found);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 31, 32, 33, 64, 200})
    void findsEachTokenOfForeignConnections(int most) {
        for (int round = 0; round < Seeds.rounds(20); round++) {
            RandomGenerator random = Seeds.random("foreign borders", most, round);
            ForeignBorders borders = new ForeignBorders(scanner);
            List<byte[]> segments = segments(stream(random), most, random);
            List<Long> found = new ArrayList<>();
            byte[] other = new byte[100];
            random.nextBytes(other);
            int sequence = -random.nextInt(4000);
            for (byte[] segment : segments) {
                if (borders.completes(packet(1, sequence, segment))) {
                    found.add(scanner.sequence());
                }
                within(segment, found);
                sequence += segment.length;
                borders.completes(packet(2, random.nextInt(), other));
            }
            assertFoundAll(found);
        }
    }

    @Test
    void joinsNoSegmentsOfDifferentConnections() {
        ForeignBorders borders = new ForeignBorders(scanner);
        byte[] token = token(5);

        assertThat(borders.completes(packet(1, 100, Arrays.copyOf(token, 20)))).isFalse();
        assertThat(borders.completes(packet(2, 120, Arrays.copyOfRange(token, 20, 32))))
                .isFalse();
        assertThat(borders.completes(packet(1, 121, Arrays.copyOfRange(token, 20, 32))))
                .isFalse();
        assertThat(borders.completes(packet(1, 120, Arrays.copyOfRange(token, 20, 32))))
                .isTrue();
    }

    @Test
    void joinsNothingToASegmentThatTheSnapLengthCut() {
        ForeignBorders borders = new ForeignBorders(scanner);
        byte[] token = token(5);
        Headers cut = packet(1, 100, Arrays.copyOf(token, 20));
        cut.payloadLength = 25;

        assertThat(borders.completes(cut)).isFalse();
        assertThat(borders.completes(packet(1, 125, Arrays.copyOfRange(token, 20, 32))))
                .isFalse();
    }

    private static void assertFoundAll(List<Long> found) {
        assertThat(found)
                .as("tokens, each once (%s)", Seeds.hint())
                .doesNotHaveDuplicates()
                .hasSize(TOKENS);
    }

    private void within(byte[] segment, List<Long> found) {
        int at = scanner.find(segment, 0, segment.length);
        while (at >= 0) {
            found.add(scanner.sequence());
            at = scanner.find(segment, at + Token.LENGTH, segment.length);
        }
    }

    private static byte[] stream(RandomGenerator random) {
        byte[] stream = new byte[0];
        for (int i = 0; i < TOKENS; i++) {
            byte[] noise = new byte[random.nextInt(3) * random.nextInt(30)];
            random.nextBytes(noise);
            stream = Numbers.join(stream, noise, token(i));
        }
        return stream;
    }

    private static List<byte[]> segments(byte[] stream, int most, RandomGenerator random) {
        List<byte[]> segments = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(most));
            segments.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return segments;
    }

    private static byte[] token(int sequence) {
        return new Token(RUN, 1, sequence, Direction.CLIENT_TO_SERVER).bytes();
    }

    private static Headers packet(int connection, int sequence, byte[] payload) {
        Headers packet = new Headers();
        packet.reset(payload, 0, payload.length, payload.length);
        packet.kind = Headers.Kind.TCP;
        packet.sourceLow = connection;
        packet.sequence = sequence;
        return packet;
    }
}
