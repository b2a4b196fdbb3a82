package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpHalfTest {
    private final Stream stream = new Stream();
    private final TcpHalf half = new TcpHalf(stream, new WaitingBudget());
    /** The other direction, which only acknowledges. */
    private final TcpHalf peer = new TcpHalf(new Stream(), new WaitingBudget());

    /** What came out: bytes as text, what was missing as {@code [count]}. */
    private static final class Stream implements StreamSink {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void bytes(byte[] data, int at, int length) {
            text.append(new String(data, at, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void missing(long count) {
            text.append('[').append(count).append(']');
        }
    }

    @Test
    void passesOnSegmentsInTheirOrder() {
        half.opensAfter(99);
        segment(100, "abc");
        segment(103, "de");

        assertFinished("abcde", 0);
    }

    @Test
    void letsEarlySegmentsWait() {
        half.opensAfter(99);
        segment(105, "fg");
        segment(103, "de");
        assertThat(stream.text).isEmpty();
        segment(100, "abc");

        assertFinished("abcdefg", 0);
    }

    @Test
    void takesSegmentsThatCameBeforeTheirSyn() {
        segment(103, "de");
        segment(100, "abc");
        half.opensAfter(99);

        assertFinished("abcde", 0);
    }

    @Test
    void ordersTheFirstSegmentsOfAHalfWithoutSyn() {
        segment(103, "de");
        segment(100, "abc");
        segment(105, "f");

        assertFinished("abcdef", 0);
        assertThat(half.isOpened()).isFalse();
    }

    @Test
    void goesOnWhereSequenceNumbersBeginAgain() {
        half.opensAfter(-3);
        segment(-2, "ab");
        segment(0, "cd");
        segment(2, "ef");

        assertFinished("abcdef", 0);
    }

    @Test
    void ordersSegmentsAroundTheEndOfSequenceNumbers() {
        half.opensAfter(-3);
        segment(2, "ef");
        segment(0, "cd");
        segment(-2, "ab");

        assertFinished("abcdef", 0);
    }

    @Test
    void dropsRetransmissions() {
        half.opensAfter(99);
        segment(100, "abc");
        segment(100, "abc");
        segment(103, "de");
        segment(100, "abc");

        assertFinished("abcde", 0);
    }

    @Test
    void takesOnlyWhatIsNewOfARetransmissionWithOtherBorders() {
        half.opensAfter(99);
        segment(100, "abc");
        segment(101, "bcde");
        segment(100, "abcdef");

        assertFinished("abcdef", 0);
    }

    @Test
    void takesOnlyWhatIsNewOfWaitingSegmentsThatOverlap() {
        half.opensAfter(99);
        segment(104, "efg");
        segment(102, "cdef");
        segment(102, "cdefghi");
        segment(100, "ab");

        assertFinished("abcdefghi", 0);
    }

    @Test
    void reportsAGapAtTheEnd() {
        half.opensAfter(99);
        segment(100, "ab");
        segment(105, "fg");

        assertFinished("ab[3]fg", 3);
    }

    @Test
    void fillsAGapFromARetransmission() {
        half.opensAfter(99);
        segment(100, "ab");
        segment(105, "fg");
        segment(102, "cde");

        assertFinished("abcdefg", 0);
    }

    @Test
    void countsWhatTheSnapLengthCut() {
        half.opensAfter(99);
        cut(100, "abc", 10);
        segment(110, "k");

        assertFinished("abc[7]k", 7);
        assertThat(half.payload()).isEqualTo(11);
    }

    /** As where a device shows one large packet, cut, and another all that the network makes of it. */
    @ParameterizedTest
    @ValueSource(strings = {"abcdefghij", "abcde fghij", "a b c d e f g h i j", "cdefg abc hij", "defghijk"})
    void takesFromACopyWhatTheSnapLengthCut(String copies) {
        half.opensAfter(99);
        cut(100, "abc", 10);
        segment(110, "klm");
        for (String copy : copies.split(" ", -1)) {
            segment(100 + copy.charAt(0) - 'a', copy);
        }
        segment(113, "n");

        assertFinished("abcdefghijklmn", 0);
        assertThat(half.cut()).isZero();
        assertThat(half.isContradicted()).isFalse();
    }

    @Test
    void waitsForACopyOfWhatWasCutNoLongerThanForSomeSegments() {
        half.opensAfter(99);
        cut(100, "abc", 10);
        for (int i = 0; i < 100; i++) {
            segment(110 + i, "x");
        }
        assertThat(stream.text).hasToString("abc[7]" + "x".repeat(100));
        segment(100, "abcdefghij");

        assertFinished("abc[7]" + "x".repeat(100), 7);
        assertThat(half.cut()).isEqualTo(7);
    }

    @Test
    void takesWhateverAnyCopyShows() {
        for (int round = 0; round < Seeds.rounds(200); round++) {
            RandomGenerator random = Seeds.random("cut halves", round);
            String sent = text(random, 2000);
            boolean[] captured = new boolean[sent.length()];
            Stream out = new Stream();
            TcpHalf any = new TcpHalf(out, new WaitingBudget());
            any.opensAfter(-1);
            for (int[] part : shuffled(parts(sent.length(), random), random)) {
                int length = part[1] - part[0];
                int shown = random.nextBoolean() ? length : 1 + random.nextInt(length);
                any.segment(part[0], bytes(sent), part[0], shown, length);
                Arrays.fill(captured, part[0], part[0] + shown, true);
            }
            any.finish(peer);

            assertThat(any.missing()).as("round %d (%s)", round, Seeds.hint()).isEqualTo(lost(captured));
            assertThat(any.cut()).isEqualTo(any.missing());
            boolean[] andEnd = Arrays.copyOf(captured, sent.length() + 1);
            andEnd[sent.length()] = true;
            assertThat(out.text + "$").isEqualTo(gaps(sent + "$", andEnd));
        }
    }

    @Test
    void missesWhatThePeerAcknowledgedAndNobodyCaptured() {
        half.opensAfter(99);
        segment(100, "ab");
        peer.acknowledges(112);

        // one number may be that of a FIN
        assertFinished("ab", 9);
    }

    @Test
    void missesWhatCameBeforeTheFirstSegmentAndAfterTheFirstAcknowledgement() {
        peer.acknowledges(90);
        segment(100, "ab");
        peer.acknowledges(102);

        assertFinished("ab", 10);
    }

    @Test
    void takesTheAcknowledgementOfAFinForNoGap() {
        half.opensAfter(99);
        segment(100, "ab");
        peer.acknowledges(103);

        assertFinished("ab", 0);
    }

    @Test
    void missesAllThatWasAcknowledgedWhenNothingElseWasCaptured() {
        half.opensAfter(99);
        peer.acknowledges(200);

        assertFinished("", 99);
    }

    /** Fewer bytes far before others are no beginning, but as few behind them are what follows a gap. */
    @Test
    void takesNothingFarBeforeTheFirstForTheBeginning() {
        segment(100, "fo");
        segment(102 + (1 << 16) + 1, "abc");

        assertFinished("abc", 0);
        assertThat(half.stray()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"abc, 65636, z, abc[65533]z", "ab, 65638, abc, ab[65536]abc"})
    void takesForTheBeginningWhatIsMoreOrNear(String before, int number, String behind, String walked) {
        segment(100, before);
        segment(number, behind);

        assertFinished(walked, number - 100 - before.length());
        assertThat(half.stray()).isZero();
    }

    /** One number may be that of a FIN. */
    @ParameterizedTest
    @CsvSource({"200, 0", "201, 0", "202, 1", "700, 499"})
    void missesWhatWasAcknowledgedOfAnOldHalfOfWhichNothingWasCaptured(int last, long missing) {
        peer.acknowledges(last);
        peer.acknowledges(200);

        assertFinished("", missing);
    }

    @Test
    void leavesOutSegmentsOfAnotherLifeOfThePorts() {
        half.opensAfter(99);
        segment(100, "ab");
        segment(102 + (1 << 30), "zz");

        assertFinished("ab", 0);
    }

    @Test
    void tellsTheSynOfALaterConnectionFromItsOwn() {
        assertThat(half.contradicts(99)).isFalse();
        segment(105, "fg");
        segment(100, "ab");

        assertThat(half.contradicts(99)).isFalse();
        assertThat(half.contradicts(90)).isFalse();
        assertThat(half.contradicts(106)).isTrue();
        assertThat(half.contradicts(106 + 65_536)).isTrue();
        assertThat(half.contradicts(99 - (1 << 21))).isTrue();

        half.opensAfter(99);
        assertThat(half.contradicts(99)).isFalse();
        assertThat(half.contradicts(90)).isTrue();
    }

    @Test
    void excludesBytesThatAnotherConnectionSent() {
        assertThat(half.excludes(100, 2)).isFalse();
        half.opensAfter(99);
        segment(100, "ab");

        assertThat(half.excludes(100, 2)).isFalse();
        assertThat(half.excludes(102 + 1_000_000, 2)).isFalse();
        assertThat(half.excludes(102 + (1 << 30), 2)).isTrue();
        assertThat(half.excludes(97, 2)).isTrue();
        // a keep-alive probe
        assertThat(half.excludes(99, 1)).isFalse();
    }

    @Test
    void excludesOnlyWhatIsFarAwayWithoutASyn() {
        segment(100, "ab");

        assertThat(half.excludes(97, 2)).isFalse();
        assertThat(half.excludes(100 - (1 << 30), 2)).isTrue();
    }

    @Test
    void givesUpAGapWhenTooMuchWaits() {
        half.opensAfter(99);
        byte[] data = new byte[1000];
        for (int i = 0; i < 1100; i++) {
            half.segment(200 + 1000 * i, data, 0, 1000, 1000);
        }

        assertThat(stream.text).startsWith("[100]");
        assertThat(stream.text.length()).isGreaterThan(1_000_000);
    }

    @Test
    void keepsNoMoreWaitingThanAllConnectionsTogetherMay() {
        WaitingBudget budget = new WaitingBudget();
        List<TcpHalf> halves = new ArrayList<>();
        byte[] data = new byte[10_000];
        for (int i = 0; i < 100; i++) {
            TcpHalf each = new TcpHalf(new Stream(), budget);
            each.opensAfter(0);
            halves.add(each);
        }
        for (int i = 0; i < 90; i++) {
            for (TcpHalf each : halves) {
                each.segment(100 + 10_000 * i, data, 0, 10_000, 10_000);
            }
        }

        assertThat(budget.isSpent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void putsAnyOrderCopiesAndBordersRight(boolean opened) {
        for (int round = 0; round < Seeds.rounds(200); round++) {
            RandomGenerator random = Seeds.random("halves", opened, round);
            String sent = text(random, 2000);
            Stream out = new Stream();
            TcpHalf any = new TcpHalf(out, new WaitingBudget());
            int begin = -random.nextInt(4000);
            if (opened) {
                any.opensAfter(begin - 1);
            }
            for (int[] part : shuffled(parts(sent.length(), random), random)) {
                send(any, begin + part[0], sent.substring(part[0], part[1]));
            }
            any.finish(peer);

            assertThat(out.text.toString())
                    .as("round %d (%s)", round, Seeds.hint())
                    .isEqualTo(sent);
            assertThat(any.missing()).isZero();
            assertThat(any.payload()).isEqualTo(sent.length());
        }
    }

    @Test
    void namesEveryByteThatWasLostOnce() {
        for (int round = 0; round < Seeds.rounds(200); round++) {
            RandomGenerator random = Seeds.random("lossy halves", round);
            String sent = text(random, 2000);
            boolean[] captured = new boolean[sent.length()];
            Stream out = new Stream();
            TcpHalf any = new TcpHalf(out, new WaitingBudget());
            any.opensAfter(-1);
            for (int[] part : shuffled(parts(sent.length(), random), random)) {
                if (random.nextInt(4) > 0) {
                    send(any, part[0], sent.substring(part[0], part[1]));
                    Arrays.fill(captured, part[0], part[1], true);
                }
            }
            TcpHalf acknowledging = new TcpHalf(new Stream(), new WaitingBudget());
            acknowledging.acknowledges(sent.length() + 1);
            any.finish(acknowledging);

            assertThat(any.missing()).as("round %d (%s)", round, Seeds.hint()).isEqualTo(lost(captured));
            assertThat(out.text.toString()).isEqualTo(gaps(sent, captured));
        }
    }

    private static long lost(boolean[] captured) {
        long lost = 0;
        for (boolean each : captured) {
            lost += each ? 0 : 1;
        }
        return lost;
    }

    /** What is sent with its gaps; not the last one, which only acknowledgements tell of. */
    private static String gaps(String sent, boolean[] captured) {
        StringBuilder text = new StringBuilder();
        int gap = 0;
        for (int i = 0; i < sent.length(); i++) {
            if (captured[i]) {
                text.append(gap > 0 ? "[" + gap + "]" : "").append(sent.charAt(i));
                gap = 0;
            } else {
                gap++;
            }
        }
        return text.toString();
    }

    private static String text(RandomGenerator random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Every byte at least once, some several times, in parts of all sizes. */
    private static List<int[]> parts(int length, RandomGenerator random) {
        List<int[]> parts = new ArrayList<>();
        int at = 0;
        while (at < length) {
            int end = Math.min(length, at + 1 + random.nextInt(300));
            int from = Math.max(0, at - random.nextInt(4) * random.nextInt(50));
            parts.add(new int[] {from, end});
            if (random.nextInt(4) == 0) {
                parts.add(new int[] {from, end});
            }
            at = end;
        }
        return parts;
    }

    private static List<int[]> shuffled(List<int[]> parts, RandomGenerator random) {
        Collections.shuffle(parts, Random.from(random));
        return parts;
    }

    private void assertFinished(String expected, long missing) {
        half.finish(peer);
        assertThat(stream.text).hasToString(expected);
        assertThat(half.missing()).isEqualTo(missing);
    }

    private void segment(int sequence, String text) {
        send(half, sequence, text);
    }

    private void cut(int sequence, String captured, int length) {
        half.segment(sequence, bytes(captured), 0, captured.length(), length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void send(TcpHalf to, int sequence, String text) {
        byte[] bytes = bytes(text);
        to.segment(sequence, bytes, 0, bytes.length, bytes.length);
    }
}
