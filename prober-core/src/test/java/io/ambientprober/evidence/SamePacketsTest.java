package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SamePacketsTest {
    private static final long NOON = 1_785_000_000_000_000_000L;

    private final RandomGenerator random = Seeds.random("same packets");
    private final byte[] one = Foreign.bytes(1500, random);
    private final byte[] other = Foreign.bytes(60, random);

    private static Packet packet(byte[] data, long time) {
        Packet packet = new Packet();
        packet.set(data, 0, data.length, data.length, time, LinkType.ETHERNET, 0);
        return packet;
    }

    private static PacketSum sum(Packet... packets) {
        PacketSum sum = new PacketSum();
        for (Packet packet : packets) {
            sum.add(packet);
        }
        return sum;
    }

    @Test
    void areTheSameInAnyOrder() {
        assertThat(sum(packet(one, NOON), packet(other, NOON + 1))
                        .isSameAs(sum(packet(other, NOON + 1), packet(one, NOON))))
                .isTrue();
    }

    @Test
    void areOthersAtAnotherTime() {
        assertThat(sum(packet(one, NOON)).isSameAs(sum(packet(one, NOON + 1)))).isFalse();
    }

    @Test
    void areOthersWithOneMore() {
        assertThat(sum(packet(one, NOON)).isSameAs(sum(packet(one, NOON), packet(other, NOON))))
                .isFalse();
    }

    @Test
    void areOthersWithOtherBytes() {
        for (int at : new int[] {41, 51}) {
            byte[] changed = one.clone();
            changed[at]++;
            assertThat(sum(packet(one, NOON)).isSameAs(sum(packet(changed, NOON))))
                    .as("byte %d", at)
                    .isFalse();
        }
    }

    @Test
    void areNotTheSameWhereThereAreNone() {
        assertThat(sum().isSameAs(sum())).isFalse();
    }
}
