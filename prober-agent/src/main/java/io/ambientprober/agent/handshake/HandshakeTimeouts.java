package io.ambientprober.agent.handshake;

import java.time.Duration;

/**
 * How long a check waits.
 *
 * @param connection for one connection, everything together
 * @param quiet after the handshake for a refusal, before the server is spoken to
 */
record HandshakeTimeouts(Duration connection, Duration quiet) {
    /** A refusal follows within a round trip; this is for a server that is very busy. */
    private static final Duration LONGEST_QUIET = Duration.ofSeconds(2);

    static HandshakeTimeouts of(Duration connection) {
        Duration half = connection.dividedBy(2);
        return new HandshakeTimeouts(connection, half.compareTo(LONGEST_QUIET) < 0 ? half : LONGEST_QUIET);
    }
}
