package io.ambientprober.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    /** A clock may begin anywhere, and pass the largest number. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 3);

    private final Deadline deadline = new Deadline(clock::get, Duration.ofNanos(10));

    @Test
    void isOverWhenItsTimeIs() {
        assertThat(deadline.left()).isEqualTo(Duration.ofNanos(10));
        clock.addAndGet(9);
        assertThat(deadline.left()).isEqualTo(Duration.ofNanos(1));
        assertThat(deadline.isOver()).isFalse();
        clock.addAndGet(1);
        assertThat(deadline.isOver()).isTrue();
        clock.addAndGet(5);
        assertThat(deadline.left()).isEqualTo(Duration.ZERO);
    }

    @Test
    void givesNoMoreThanIsLeft() {
        assertThat(deadline.atMost(Duration.ofNanos(4))).isEqualTo(Duration.ofNanos(4));
        clock.addAndGet(7);
        assertThat(deadline.atMost(Duration.ofNanos(4))).isEqualTo(Duration.ofNanos(3));
    }
}
