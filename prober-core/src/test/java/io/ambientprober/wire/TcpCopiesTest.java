package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of what came before, and what lies before the first byte: both are no part of what was examined. */
class TcpCopiesTest {
    private static final StreamSink NOWHERE = new StreamSink() {
        @Override
        public void bytes(byte[] data, int at, int length) {}

        @Override
        public void missing(long count) {}
    };

    private final RandomGenerator random = Seeds.random("copies");
    private final WaitingBudget budget = new WaitingBudget();
    private final TcpHalf half = new TcpHalf(NOWHERE, budget);
    private final byte[] stream = Foreign.bytes(200_000, random);

    private void send(int from, int to) {
        send(from, to, stream);
    }

    private void send(int from, int to, byte[] bytes) {
        half.segment(1000 + from, bytes, from, to - from, to - from);
    }

    private byte[] changed(int at) {
        byte[] changed = stream.clone();
        changed[at] ^= 1;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 536, 1448, 60_000, 65_536})
    void saysTheSameHoweverItIsCut(int size) {
        half.opensAfter(999);
        for (int at = 0; at + 60_000 <= stream.length; at += 60_000) {
            send(at, at + 60_000);
            for (int part = at; part < at + 60_000; part += size) {
                send(part, Math.min(at + 60_000, part + size));
            }
        }

        assertThat(half.isContradicted()).isFalse();
        assertThat(half.stray()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, RecentBytes.SIZE - 1, RecentBytes.SIZE, 50_000, 59_999})
    void noticesOneByteThatDiffers(int at) {
        half.opensAfter(999);
        send(0, 60_000);
        byte[] changed = changed(at);
        for (int part = 0; part < 60_000; part += 1448) {
            send(part, Math.min(60_000, part + 1448), changed);
        }

        assertThat(half.isContradicted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 70_001, 199_998})
    void noticesOneByteThatDiffersLongAfterIt(int at) {
        half.opensAfter(999);
        send(0, 200_000);
        send(0, 200_000);
        assertThat(half.isContradicted()).isFalse();

        send(at, at + 2, changed(at));
        assertThat(half.isContradicted()).isTrue();
    }

    @Test
    void noticesADifferenceAcrossTheBorderOfWhatIsNew() {
        half.opensAfter(999);
        send(0, 1000);
        send(500, 2000, changed(999));

        assertThat(half.isContradicted()).isTrue();
    }

    @Test
    void noticesADifferenceAmongSegmentsThatWait() {
        half.opensAfter(999);
        send(1000, 2000);
        send(1000, 2000, changed(1999));

        assertThat(half.isContradicted()).isTrue();
    }

    @Test
    void noticesADifferenceAmongTheFirstOfAHalfWithoutSyn() {
        send(1000, 2000);
        send(1000, 2000, changed(1000));

        assertThat(half.isContradicted()).isTrue();
    }

    @Test
    void comparesNothingAcrossWhatWasNotCaptured() {
        half.opensAfter(999);
        send(0, 1000);
        half.segment(2000, stream, 1000, 0, 1000);
        send(2000, 3000);
        send(0, 1000);
        send(2000, 3000);
        assertThat(half.isContradicted()).isFalse();

        send(2000, 3000, changed(2500));
        assertThat(half.isContradicted()).isTrue();
    }

    @Test
    void takesAKeepaliveForNoCopy() {
        half.opensAfter(999);
        send(0, 1000);
        send(999, 1000, changed(999));

        assertThat(half.isContradicted()).isFalse();
        assertThat(half.stray()).isZero();
    }

    @Test
    void countsWhatLiesBeforeTheFirst() {
        for (int at = 10_000; at < 110_000; at += 1000) {
            send(at, at + 1000);
        }
        send(9_000, 10_000);
        assertThat(half.stray()).isEqualTo(1000);

        send(9_900, 10_100);
        assertThat(half.stray()).isEqualTo(1100);
        assertThat(half.isContradicted()).isFalse();
    }

    @Test
    void takesWhatComesEarlyOfAHalfWithoutSynForTheFirst() {
        send(10_000, 11_000);
        send(9_000, 10_000);

        assertThat(half.stray()).isZero();
    }

    @Test
    void remembersTheLatestStreamsWhereThereAreTooMany() {
        TcpHalf[] halves = new TcpHalf[1000];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = new TcpHalf(NOWHERE, budget);
            halves[i].opensAfter(999);
            halves[i].segment(1000, stream, 0, 60_000, 60_000);
        }
        byte[] changed = changed(59_999);
        for (TcpHalf each : halves) {
            each.segment(1000, changed, 0, 60_000, 60_000);
        }

        assertThat(halves[0].isContradicted()).as("forgotten").isFalse();
        assertThat(halves[999].isContradicted()).isTrue();
    }

    @Test
    void takesNoOtherStreamForItsOwnWhereThereAreTooMany() {
        TcpHalf[] halves = new TcpHalf[1000];
        byte[] other = Foreign.bytes(60_000, random);
        for (int i = 0; i < halves.length; i++) {
            halves[i] = new TcpHalf(NOWHERE, budget);
            halves[i].opensAfter(999);
        }
        for (int at = 0; at < 60_000; at += 12_000) {
            for (int i = 0; i < halves.length; i++) {
                halves[i].segment(1000 + at, i % 2 == 0 ? stream : other, at, 12_000, 12_000);
                halves[i].segment(1000, i % 2 == 0 ? stream : other, 0, at + 12_000, at + 12_000);
            }
        }

        assertThat(halves).noneMatch(TcpHalf::isContradicted);
    }

    @Test
    void tellsWhatASnapLengthCutFromWhatWasNotCaptured() {
        half.opensAfter(999);
        half.segment(1000, stream, 0, 60, 1000);
        send(3000, 4000);
        half.finish(new TcpHalf(NOWHERE, budget));

        assertThat(half.cut()).isEqualTo(940);
        assertThat(half.missing()).isEqualTo(940 + 2000);
    }
}
