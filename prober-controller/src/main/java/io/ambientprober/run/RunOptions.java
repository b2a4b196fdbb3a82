package io.ambientprober.run;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a run goes about its work.
 *
 * @param asked questions, at least one
 * @param flowsFor how long flows are counted, if the canaries do not take longer
 * @param connections TCP connections of each path
 * @param bytes canary bytes of each connection in each direction
 * @param policies whether the site has DENY and ALLOW policies in force for the policy ports
 * @param concurrency clients at once
 * @param timeout of the whole run, clean-up and {@code flowsFor} not counted
 * @param settle time that the mesh is given to learn of new servers before the first canary is sent to them
 */
public record RunOptions(
        Set<Question> asked,
        Duration flowsFor,
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

    public RunOptions {
        asked = Set.copyOf(asked);
    }

    /** That asks everything, without a time to settle, for a site whose mesh knows its servers at once. */
    public RunOptions(
            int connections,
            int bytes,
            boolean policies,
            int concurrency,
            Duration timeout,
            Duration connectTimeout,
            Duration requestTimeout) {
        this(
                EnumSet.allOf(Question.class),
                Duration.ZERO,
                connections,
                bytes,
                policies,
                concurrency,
                timeout,
                connectTimeout,
                requestTimeout,
                Duration.ZERO);
    }

    /** The same, for a mesh that has none. */
    public RunOptions withoutPolicies() {
        return new RunOptions(
                asked,
                flowsFor,
                connections,
                bytes,
                false,
                concurrency,
                timeout,
                connectTimeout,
                requestTimeout,
                settle);
    }

    boolean asks(Question question) {
        return asked.contains(question);
    }

    /** Why what is not asked is not, in words. */
    String only() {
        return "only " + asked.stream().sorted().map(Question::word).collect(Collectors.joining(" and "))
                + " were asked";
    }

    /** The longest that a client of these options takes: every connection, and the two policy ports, times out. */
    Duration longestClient() {
        return connectTimeout
                .plus(requestTimeout)
                .multipliedBy(connections + 2L)
                .plusSeconds(15);
    }
}
