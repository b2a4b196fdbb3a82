package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

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
