package io.ambientprober.concurrent;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of somebody's time, which no change of a clock moves. */
public final class Deadline {
    private final LongSupplier nanoTime;
    private final long end;

    /**
     * Begins to count.
     *
     * @param nanoTime a clock as {@code System.nanoTime()}
     */
    public Deadline(LongSupplier nanoTime, Duration time) {
        this.nanoTime = nanoTime;
        end = nanoTime.getAsLong() + time.toNanos();
    }

    /** What is left, never less than nothing. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    /** What is left, or this where it is shorter. */
    public Duration atMost(Duration time) {
        Duration left = left();
        return left.compareTo(time) < 0 ? left : time;
    }

    public boolean isOver() {
        return nanoTime.getAsLong() - end >= 0;
    }
}
