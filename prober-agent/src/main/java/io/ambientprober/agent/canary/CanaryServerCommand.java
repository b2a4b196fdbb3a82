package io.ambientprober.agent.canary;

import io.ambientprober.agent.canary.CanaryServer.Settings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code canary-server}: answers canaries until it is told to end. */
@Command(
        name = "canary-server",
        description = "Answers canaries on an open port and on two that policies apply to.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.INTERNAL)
public final class CanaryServerCommand implements Callable<Integer> {
    @Spec
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

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (CanaryServer server = start()) {
            out.printf(
                    "canary-server listens on %d (open), %d (denied), %d (identity)%n",
                    server.port(CanaryPort.OPEN), server.port(CanaryPort.DENIED), server.port(CanaryPort.IDENTITY));
            out.flush();
            // The end is a signal, whose default action is right: no request is worth waiting for.
            new CountDownLatch(1).await();
            return ExitCodes.OK;
        }
    }

    private CanaryServer start() {
        return CanaryServer.start(settings());
    }

    private Settings settings() {
        requireRange("--open-port", openPort, 0, 0xFFFF);
        requireRange("--denied-port", deniedPort, 0, 0xFFFF);
        requireRange("--identity-port", identityPort, 0, 0xFFFF);
        requireRange("--max-bytes", maxBytes, 1, CanaryTarget.MAX_BYTES);
        requireRange("--request-timeout in ms", requestTimeout.toMillis(), 1, Integer.MAX_VALUE);
        Map<CanaryPort, Integer> ports =
                Map.of(CanaryPort.OPEN, openPort, CanaryPort.DENIED, deniedPort, CanaryPort.IDENTITY, identityPort);
        return new Settings(ports, maxBytes, requestTimeout);
    }

    private void requireRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(spec.commandLine(), option + ": " + least + " to " + most + ", not " + value);
        }
    }
}
