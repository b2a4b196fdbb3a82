package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the next request may be made. */
final class RequestRateTest {
    private final AtomicLong now = new AtomicLong(-5);

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    @Test
    void letsABurstThroughAndThenOneAtATime() {
        RequestRate rate = new RequestRate(10, 3, now::get);

        assertThat(rate.next()).isZero();
        assertThat(rate.next()).isZero();
        assertThat(rate.next()).isZero();
        assertThat(millis(rate.next())).isEqualTo(100);
        assertThat(millis(rate.next())).isEqualTo(200);
    }

    @Test
    void knowsWhatWasNotUsed() {
        RequestRate rate = new RequestRate(10, 3, now::get);
        for (int i = 0; i < 3; i++) {
            rate.next();
        }
        now.addAndGet(Duration.ofMillis(200).toNanos());

        assertThat(rate.next()).isZero();
        assertThat(rate.next()).isZero();
        assertThat(millis(rate.next())).isEqualTo(100);
    }

    /** However long nothing was asked for. */
    @Test
    void savesNoMoreThanABurst() {
        RequestRate rate = new RequestRate(10, 2, now::get);
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(rate.next()).isZero();
        assertThat(rate.next()).isZero();
        assertThat(millis(rate.next())).isEqualTo(100);
    }
}
