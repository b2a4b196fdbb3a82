package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
    private static final long[] UNITS = {0, 1, 7, 1_700_000_000, 0x1234_5678_9ABC_DEF0L, Long.MAX_VALUE, -1};

    @ParameterizedTest
    @CsvSource({"0, 3, 3000000000", "3, 3, 3000000", "6, 3, 3000", "9, 3, 3", "12, 3999, 3", "27, -1, 18", "28, -1, 1"})
    @CsvSource({"29, -1, 0", "127, -1, 0", "138, 1024, 1000000000", "160, 2147483648, 500000000", "255, -1, 0"})
    void scales(int resolution, long units, long nanos) {
        assertThat(TimeScale.microseconds().withResolution(resolution).nanos(units))
                .isEqualTo(nanos);
    }

    @Test
    void isMicrosecondsUnlessSaid() {
        assertThat(TimeScale.microseconds().nanos(5)).isEqualTo(5000);
    }

    @Test
    void addsTheOffsetWhicheverOptionComesFirst() {
        TimeScale scale = TimeScale.microseconds();
        assertThat(scale.withOffset(-2).withResolution(9).nanos(5)).isEqualTo(-1_999_999_995L);
        assertThat(scale.withResolution(0x80 | 1).withOffset(2).nanos(1)).isEqualTo(2_500_000_000L);
    }

    @Test
    void everyResolutionIsExactModuloTheLong() {
        for (int resolution = 0; resolution < 256; resolution++) {
            for (long units : UNITS) {
                assertThat(TimeScale.microseconds().withResolution(resolution).nanos(units))
                        .as("%d units of resolution %d", units, resolution)
                        .isEqualTo(exact(resolution, units));
            }
        }
    }

    private static long exact(int resolution, long units) {
        BigInteger nanos = new BigInteger(Long.toUnsignedString(units)).multiply(NANOS);
        BigInteger perSecond =
                resolution < 0x80 ? BigInteger.TEN.pow(resolution) : BigInteger.TWO.pow(resolution - 0x80);
        return nanos.divide(perSecond).longValue();
    }
}
