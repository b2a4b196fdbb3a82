package io.ambientprober.agent.handshake;

import java.time.Duration;

/**
 * How fast a sweep goes.
 *
 * @param patience with each connection
 * @param again after which a pod that did not answer is asked once more
 * @param atOnce pods that are being asked: as many as keep the processors busy, since each holds what a handshake takes
 * @param turn after which one that keeps us waiting does not count among these
 */
record SweepPace(HandshakeTimeouts patience, Duration again, int atOnce, Duration turn) {
    static final SweepPace USUAL = new SweepPace(
            HandshakeTimeouts.of(Duration.ofMillis(2500)), Duration.ofSeconds(2), 4, Duration.ofMillis(50));

    /** The longest that asking a pod takes: as two strangers, one after the other. */
    Duration longest() {
        return patience.connection().multipliedBy(2);
    }
}
