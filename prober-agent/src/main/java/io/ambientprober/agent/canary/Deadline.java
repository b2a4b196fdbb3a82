package io.ambientprober.agent.canary;

import java.time.Duration;

/** A point in time that no clock change moves. */
record Deadline(long nanos) {
    static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The earlier of this and a duration from now. */
    Deadline within(Duration duration) {
        Deadline other = after(duration);
        return other.nanos - nanos < 0 ? other : this;
    }

    boolean isOver() {
        return millisLeft() == 0;
    }

    /** Rounded up, so that 0 means over. */
    long millisLeft() {
        long left = nanos - System.nanoTime();
        return left <= 0 ? 0 : (left + 999_999) / 1_000_000;
    }
}
