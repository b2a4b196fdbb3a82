package io.ambientprober.cli;

import io.ambientprober.canary.Canary;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run sends and counts, and for how long. */
@HelpUnder(HelpHeading.HOW)
final class SendingOptions {
    private static final int MAX_CONCURRENCY = 500;
    private static final Duration LONGEST_COUNT = Duration.ofHours(24);
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Option(
            names = "--connections",
            defaultValue = "4",
            paramLabel = "N",
            description = "TCP connections per path." + DEFAULT)
    private int connections;

    @Option(
            names = "--bytes",
            defaultValue = "16384",
            paramLabel = "N",
            description =
                    "Canary bytes per connection and direction. More are sent where a waypoint or standing canaries need it."
                            + DEFAULT)
    private int bytes;

    @Option(
            names = "--flows-for",
            paramLabel = "TIME",
            description = "How long flows are counted. Default: while canaries run; without canaries 1m.")
    private @Nullable Duration flowsFor;

    @Option(
            names = "--standing",
            description = "Use canaries that live between runs. They show what fresh pods never do.")
    private boolean standing;

    @Option(
            names = "--no-policies",
            description = "Make no AuthorizationPolicies. Whether policies hold is then not judged.")
    private boolean noPolicies;

    @Option(
            names = "--concurrency",
            defaultValue = "64",
            paramLabel = "N",
            description = "Pods that are asked at the same time." + DEFAULT)
    private int concurrency;

    @Option(
            names = "--settle",
            defaultValue = "2s",
            paramLabel = "TIME",
            description = "Time for the mesh to learn of new servers." + DEFAULT)
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            paramLabel = "TIME",
            description = "Time limit for the whole run, without the clean-up." + DEFAULT)
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--connect-timeout",
            defaultValue = "5s",
            paramLabel = "TIME",
            description = "Time limit for opening one connection." + DEFAULT)
    private Duration connectTimeout = Duration.ZERO;

    @Option(
            names = "--request-timeout",
            defaultValue = "10s",
            paramLabel = "TIME",
            description = "Time limit for one request." + DEFAULT)
    private Duration requestTimeout = Duration.ZERO;

    int connections() {
        return connections;
    }

    int bytes() {
        return bytes;
    }

    /** Null when nobody said. */
    @Nullable
    Duration flowsFor() {
        return flowsFor;
    }

    boolean standing() {
        return standing;
    }

    boolean makesPolicies() {
        return !noPolicies;
    }

    int concurrency() {
        return concurrency;
    }

    Duration settle() {
        return settle;
    }

    Duration timeout() {
        return timeout;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    boolean canConnect() {
        return connections >= 1 && connections <= Canary.MAX_CONNECTIONS;
    }

    Stream<Rule> rules() {
        return Stream.of(
                new Rule(canConnect(), "--connections: 1 to " + Canary.MAX_CONNECTIONS),
                new Rule(
                        bytes >= Canary.MIN_BYTES && bytes <= Canary.MAX_BYTES,
                        "--bytes: " + Canary.MIN_BYTES + " to " + Canary.MAX_BYTES),
                new Rule(concurrency >= 1 && concurrency <= MAX_CONCURRENCY, "--concurrency: 1 to " + MAX_CONCURRENCY),
                new Rule(timeout.isPositive(), "--timeout: longer than zero"),
                Rule.orderable("--connect-timeout", connectTimeout),
                Rule.orderable("--request-timeout", requestTimeout),
                new Rule(
                        flowsFor == null || flowsFor.isPositive() && flowsFor.compareTo(LONGEST_COUNT) <= 0,
                        "--flows-for: longer than zero, up to " + LONGEST_COUNT.toHours() + "h"));
    }
}
