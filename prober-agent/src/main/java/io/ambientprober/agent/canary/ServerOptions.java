package io.ambientprober.agent.canary;

import io.ambientprober.agent.canary.CanaryServer.Settings;
import io.ambientprober.agent.cli.DurationConverter;
import io.ambientprober.agent.cli.Ranges;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryPort;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a canary server. */
public final class ServerOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--open-port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "Port of the counted canaries.")
    private int openPort;

    @Option(
            names = "--denied-port",
            defaultValue = "8081",
            paramLabel = "N",
            description = "Port that a DENY policy holds.")
    private int deniedPort;

    @Option(
            names = "--identity-port",
            defaultValue = "8082",
            paramLabel = "N",
            description = "Port that an ALLOW by principal opens.")
    private int identityPort;

    @Option(
            names = "--max-bytes",
            defaultValue = "16777216",
            paramLabel = "N",
            description = "Longest body, of a request or an answer.")
    private int maxBytes;

    @Option(
            names = "--request-timeout",
            defaultValue = "30s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For one request and its answer.")
    private Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Answer the canaries of this run only: ap- and 10 characters, by which the run is known.")
    private @Nullable String runId;

    public Settings settings() {
        Ranges.require(spec, "--open-port", openPort, 0, 0xFFFF);
        Ranges.require(spec, "--denied-port", deniedPort, 0, 0xFFFF);
        Ranges.require(spec, "--identity-port", identityPort, 0, 0xFFFF);
        requireDistinct(openPort, deniedPort, identityPort);
        Ranges.require(spec, "--max-bytes", maxBytes, 1, Canary.MAX_BYTES);
        Ranges.require(spec, "--request-timeout in ms", requestTimeout.toMillis(), 1, Integer.MAX_VALUE);
        Map<CanaryPort, Integer> ports =
                Map.of(CanaryPort.OPEN, openPort, CanaryPort.DENIED, deniedPort, CanaryPort.IDENTITY, identityPort);
        return new Settings(ports, maxBytes, requestTimeout, runId);
    }

    /** On one port both would listen, and one answer for the other. */
    private void requireDistinct(int... ports) {
        Set<Integer> taken = new HashSet<>();
        for (int port : ports) {
            if (port != 0 && !taken.add(port)) {
                throw new ParameterException(
                        spec.commandLine(), "--open-port, --denied-port and --identity-port differ; two are " + port);
            }
        }
    }
}
