package io.ambientprober.run;

import java.time.Duration;

/**
 * How a run goes about its work.
 *
 * @param connections TCP connections of each path
 * @param bytes canary bytes of each connection in each direction
 * @param policies whether the site has DENY and ALLOW policies in force for the policy ports
 * @param concurrency clients at once
 * @param timeout of the whole run, clean-up not counted
 */
public record RunOptions(
        int connections,
        int bytes,
        boolean policies,
        int concurrency,
        Duration timeout,
        Duration connectTimeout,
        Duration requestTimeout) {
    public static final RunOptions USUAL =
            new RunOptions(4, 16_384, false, 8, Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** The longest that a client of these options takes: every connection, and the two policy ports, times out. */
    Duration longestClient() {
        return connectTimeout
                .plus(requestTimeout)
                .multipliedBy(connections + 2L)
                .plusSeconds(15);
    }
}
