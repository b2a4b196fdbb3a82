package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.Packets.IPV4;
import static io.ambientprober.agent.capture.Packets.IPV6;
import static io.ambientprober.agent.capture.Packets.extension;
import static io.ambientprober.agent.capture.Packets.ipv4;
import static io.ambientprober.agent.capture.Packets.ipv6;
import static io.ambientprober.agent.capture.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlowFilterTest {
    private static final String POD = "10.1.2.2";
    private static final String POD6 = "fd00:1::2:2";
    private static final String OTHER = "10.9.9.9";
    private static final String OTHER6 = "fd00:9::9:9";
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int HBONE = 15008;
    private static final int ACK = 0x10;
    private static final int SYN = 0x02;

    private static final BpfMachine FILTER =
            machine(Set.of(IpAddress.parse(POD), IpAddress.parse(POD6)), FlowFilter.SAMPLE - 1);

    private static BpfMachine machine(Set<IpAddress> pods, int random) {
        return new BpfMachine(FlowFilter.compile(pods, HBONE), random);
    }

    private static byte[] tcp(int from, int to, int flags, int options) {
        return ByteBuffer.allocate(20 + options + 1000)
                .putShort(0, (short) from)
                .putShort(2, (short) to)
                .put(12, (byte) ((20 + options) / 4 << 4))
                .put(13, (byte) flags)
                .array();
    }

    @Test
    void keepsHeadersAndTheFirstBytesOfPayload() {
        assertThat(FILTER.run(IPV4, ipv4(POD, OTHER, TCP, tcp(1, 80, ACK, 0)))).isEqualTo(20 + 20 + 5);
        assertThat(FILTER.run(IPV4, ipv4(OTHER, POD, TCP, tcp(1, 80, ACK, 12)))).isEqualTo(20 + 32 + 5);
        assertThat(FILTER.run(IPV4, ipv4(OTHER, POD, TCP, 8, 0, tcp(1, 80, ACK, 0))))
                .isEqualTo(28 + 20 + 5);
        assertThat(FILTER.run(IPV6, ipv6(OTHER6, POD6, TCP, tcp(1, 80, ACK, 12))))
                .isEqualTo(40 + 32 + 5);
        assertThat(FILTER.run(IPV6, ipv6(POD6, OTHER6, 0, extension(TCP, tcp(1, 80, ACK, 0)))))
                .isEqualTo(40 + 8 + 20);
        assertThat(FILTER.run(IPV4, ipv4(POD, OTHER, TCP, 0, 9, new byte[80]))).isEqualTo(20);
    }

    @Test
    void leavesOutWhatIsNoTcpOfThesePods() {
        assertThat(FILTER.run(IPV4, ipv4(OTHER, OTHER, TCP, tcp(1, 80, ACK, 0))))
                .isZero();
        assertThat(FILTER.run(IPV6, ipv6(OTHER6, OTHER6, TCP, tcp(1, 80, ACK, 0))))
                .isZero();
        assertThat(FILTER.run(IPV4, ipv4(POD, OTHER, UDP, udp(1, 53, new byte[40]))))
                .isZero();
        assertThat(FILTER.run(0x0806, new byte[60])).isZero();
    }

    @Test
    void passesASampleOfHboneAndAllThatOpensOrEndsIt() {
        BpfMachine lucky = machine(Set.of(IpAddress.parse(POD)), FlowFilter.SAMPLE);
        for (byte[] segment : new byte[][] {tcp(40_000, HBONE, ACK, 0), tcp(HBONE, 40_000, ACK, 0)}) {
            assertThat(FILTER.run(IPV4, ipv4(POD, OTHER, TCP, segment))).isZero();
            assertThat(lucky.run(IPV4, ipv4(POD, OTHER, TCP, segment))).isPositive();
        }
        for (int flags : new int[] {SYN, SYN | ACK, ACK | 1, 4}) {
            assertThat(FILTER.run(IPV4, ipv4(POD, OTHER, TCP, tcp(40_000, HBONE, flags, 0))))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 250, 500, 900, 901, 4000})
    void fitsIntoTheKernelAndMissesNoAddress(int count) {
        Random random = new Random(count);
        Set<IpAddress> pods = IntStream.range(0, count)
                .mapToObj(i -> IpAddress.v4(random.nextInt()))
                .collect(Collectors.toSet());

        assertThat(FlowFilter.compile(pods, HBONE))
                .hasSizeLessThanOrEqualTo(ProbeFilter.MAX_INSTRUCTIONS)
                .allMatch(i -> i.onTrue() >= 0 && i.onTrue() <= 255 && i.onFalse() >= 0 && i.onFalse() <= 255);
        BpfMachine filter = machine(pods, 1);
        for (IpAddress pod : pods) {
            assertThat(filter.run(IPV4, ipv4(pod.toString(), OTHER, TCP, tcp(1, 80, ACK, 0))))
                    .isPositive();
            assertThat(filter.run(IPV4, ipv4(OTHER, pod.toString(), TCP, tcp(1, 80, ACK, 0))))
                    .isPositive();
        }
    }
}
