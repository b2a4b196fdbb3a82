package io.ambientprober.api;

import java.time.Duration;

/**
 * A sweep that ends.
 *
 * @param time after which the agent answers what it knows
 */
public record TimedSweep(SweepOrder order, Duration time) {
    /** Nobody waits longer for a sweep. */
    public static final Duration LONGEST = Duration.ofSeconds(15);
}
