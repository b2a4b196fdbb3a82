package io.ambientprober.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of a run's time. */
final class Deadline {
    private final LongSupplier nanoTime;
    private final long end;

    /**
     * Begins to count.
     *
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    Deadline(LongSupplier nanoTime, Duration time) {
        this.nanoTime = nanoTime;
        end = nanoTime.getAsLong() + time.toNanos();
    }

    /** What is left, never less than nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    Duration atMost(Duration time) {
        Duration left = left();
        return left.compareTo(time) < 0 ? left : time;
    }
}
