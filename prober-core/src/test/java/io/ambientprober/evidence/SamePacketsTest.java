package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamePacketsTest {
    private static final long NOON = 1_785_000_000_000_000_000L;
    private static final long MICRO = 1000;

    private final RandomGenerator random = Seeds.random("same packets");
    private final byte[] one = Foreign.bytes(1500, random);
    private final byte[] other = Foreign.bytes(60, random);

    private static Packet packet(byte[] data, long time) {
        Packet packet = new Packet();
        packet.set(data, 0, data.length, data.length, time, LinkType.ETHERNET, 0);
        return packet;
    }

    private static PacketSum.Total sum(Packet... packets) {
        PacketSum sum = new PacketSum();
        for (Packet packet : packets) {
            sum.add(packet);
        }
        return sum.total();
    }

    @Test
    void areTheSameInAnyOrder() {
        assertThat(sum(packet(one, NOON), packet(other, NOON + MICRO)))
                .isEqualTo(sum(packet(other, NOON + MICRO), packet(one, NOON)));
    }

    /** As two files of a ring hold them. */
    @Test
    void areTheSameInParts() {
        PacketSum whole = new PacketSum();
        PacketSum first = new PacketSum();
        PacketSum rest = new PacketSum();
        for (int i = 0; i < 9; i++) {
            Packet packet = packet(i % 2 == 0 ? one : other, NOON + i * MICRO);
            whole.add(packet);
            (i < 4 ? first : rest).add(packet);
        }

        first.add(rest);
        assertThat(first.total()).isEqualTo(whole.total());
    }

    /** Though the numbers in them are the same, all together. */
    @Test
    void areOthersWhereTwoHaveChangedTimes() {
        assertThat(sum(packet(one, NOON), packet(other, NOON + MICRO)))
                .isNotEqualTo(sum(packet(other, NOON), packet(one, NOON + MICRO)));
    }

    @Test
    void areOthersOfAnotherLength() {
        byte[] shorter = Arrays.copyOf(one, one.length - 1);
        byte[] nothing = new byte[0];
        assertThat(sum(packet(one, NOON))).isNotEqualTo(sum(packet(shorter, NOON)));
        assertThat(sum(packet(one, NOON))).isNotEqualTo(sum(packet(nothing, NOON)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 42, 51, 52})
    void areOthersWithAnotherLastByteHoweverShort(int length) {
        byte[] some = Arrays.copyOf(one, length);
        byte[] changed = some.clone();
        changed[length - 1]++;
        assertThat(sum(packet(some, NOON))).isNotEqualTo(sum(packet(changed, NOON)));
    }

    @Test
    void areOthersAtAnotherTime() {
        assertThat(sum(packet(one, NOON))).isNotEqualTo(sum(packet(one, NOON + MICRO)));
    }

    /** A file may have nothing finer. */
    @Test
    void areTheSameWithinAMicrosecond() {
        assertThat(sum(packet(one, NOON + 999))).isEqualTo(sum(packet(one, NOON)));
        assertThat(sum(packet(one, -1))).isEqualTo(sum(packet(one, -1000)));
    }

    /** However far apart in time, and in whatever order, they are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 999, 1000, 1_000_001, Integer.MAX_VALUE, 1L << 31, (1L << 31) + 999, 86_400_000_000_123L})
    void areTheSameInAFileOfMicroseconds(long step) {
        PacketSum nanos = new PacketSum();
        PacketSum micros = new PacketSum();
        for (int i = 0; i < 64; i++) {
            long time = NOON + (i % 7 == 6 ? -1 : i) * step + random.nextInt(1000);
            nanos.add(packet(one, time));
            micros.add(packet(one, Math.floorDiv(time, MICRO) * MICRO));
        }

        assertThat(nanos.total()).isEqualTo(micros.total());
    }

    @Test
    void areOthersWithOneMore() {
        assertThat(sum(packet(one, NOON))).isNotEqualTo(sum(packet(one, NOON), packet(other, NOON)));
    }

    @Test
    void areOthersWithOtherBytes() {
        for (int at : new int[] {41, 51}) {
            byte[] changed = one.clone();
            changed[at]++;
            assertThat(sum(packet(one, NOON))).as("byte %d", at).isNotEqualTo(sum(packet(changed, NOON)));
        }
    }

    /** A reader's buffer goes on behind a packet, with another in each file. */
    @ParameterizedTest
    @CsvSource({"51, true", "52, false"})
    void areTheSameWhateverIsBehindThem(int captured, boolean same) {
        byte[] changed = one.clone();
        changed[51]++;
        Packet some = new Packet();
        some.set(one, 0, captured, one.length, NOON, LinkType.ETHERNET, 0);
        Packet others = new Packet();
        others.set(changed, 0, captured, one.length, NOON, LinkType.ETHERNET, 0);

        assertThat(sum(some).equals(sum(others))).isEqualTo(same);
    }

    @Test
    void areNotTheSameWhereThereAreNone() {
        HeldPackets none = new HeldPackets("node-1", List.of("a"), new PacketSum());
        HeldPackets neither = new HeldPackets("node-2", List.of("b"), new PacketSum());
        assertThatCode(() -> HeldPackets.requireOneNodeEach(List.of(none, neither)))
                .doesNotThrowAnyException();
    }

    @Test
    void mayStandTwiceOnOneNode() {
        PacketSum sum = new PacketSum();
        sum.add(packet(one, NOON));
        HeldPackets some = new HeldPackets("node-1", List.of("a"), sum);
        HeldPackets same = new HeldPackets("node-1", List.of("b"), sum);
        assertThatCode(() -> HeldPackets.requireOneNodeEach(List.of(some, same)))
                .doesNotThrowAnyException();
    }
}
