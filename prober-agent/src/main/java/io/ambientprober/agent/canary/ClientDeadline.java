package io.ambientprober.agent.canary;

import java.time.Duration;

/** A point in time that no clock change moves. */
record ClientDeadline(long nanos) {
    static ClientDeadline after(Duration duration) {
        return new ClientDeadline(System.nanoTime() + duration.toNanos());
    }

    /** The earlier of this and a duration from now. */
    ClientDeadline within(Duration duration) {
        ClientDeadline other = after(duration);
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
