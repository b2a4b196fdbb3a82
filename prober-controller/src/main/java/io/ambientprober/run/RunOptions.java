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
 * @param settle time that the mesh is given to learn of new servers before the first canary is sent to them
 */
public record RunOptions(
        int connections,
        int bytes,
        boolean policies,
        int concurrency,
        Duration timeout,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration settle) {
    public static final RunOptions USUAL =
            new RunOptions(4, 16_384, false, 8, Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** Without a time to settle, for a site whose mesh knows its servers at once. */
    public RunOptions(
            int connections,
            int bytes,
            boolean policies,
            int concurrency,
            Duration timeout,
            Duration connectTimeout,
            Duration requestTimeout) {
        this(connections, bytes, policies, concurrency, timeout, connectTimeout, requestTimeout, Duration.ZERO);
    }

    /** The longest that a client of these options takes: every connection, and the two policy ports, times out. */
    Duration longestClient() {
        return connectTimeout
                .plus(requestTimeout)
                .multipliedBy(connections + 2L)
                .plusSeconds(15);
    }
}
