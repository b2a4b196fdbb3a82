package io.ambientprober.agent.canary;

import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.agent.cli.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code canary-client}: sends its canaries once and reports. */
@Command(
        name = "canary-client",
        description = "Sends the canaries of one path and reports what came of them.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CanaryClientCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "KEY", description = "Run key, 12 characters.")
    private String run = "";

    @Option(names = "--path", required = true, paramLabel = "ID", description = "Path id, four lower-case hex digits.")
    private String path = "";

    @Option(names = "--target", required = true, paramLabel = "IP", description = "Address to dial, or a name.")
    private String target = "";

    @Option(names = "--port", required = true, paramLabel = "N", description = "Port to dial.")
    private int port;

    @Option(names = "--denied-port", paramLabel = "N", description = "Port that a DENY policy holds, to be tried.")
    private @Nullable Integer deniedPort;

    @Option(
            names = "--identity-port",
            paramLabel = "N",
            description = "Port that an ALLOW by principal opens, to be tried.")
    private @Nullable Integer identityPort;

    @Option(names = "--connections", defaultValue = "4", paramLabel = "N", description = "Canaries to send.")
    private int connections;

    @Option(names = "--parallel", defaultValue = "1", paramLabel = "N", description = "Canaries under way at a time.")
    private int parallel;

    @Option(names = "--request-bytes", defaultValue = "16384", paramLabel = "N", description = "Bytes of a request.")
    private int requestBytes;

    @Option(names = "--response-bytes", defaultValue = "16384", paramLabel = "N", description = "Bytes of an answer.")
    private int responseBytes;

    @Option(
            names = "--first-sequence",
            defaultValue = "0",
            paramLabel = "N",
            description = "Number of the first canary.")
    private long firstSequence;

    @Option(
            names = "--connect-timeout",
            defaultValue = "5s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For one connection to open, and for looking a name up.")
    private Duration connectTimeout = Duration.ZERO;

    @Option(
            names = "--request-timeout",
            defaultValue = "10s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For one request and its answer.")
    private Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--interval",
            defaultValue = "0ms",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Between the end of a canary and the beginning of the next.")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For everything together.")
    private @Nullable Duration deadline;

    @Option(
            names = "--outcome",
            paramLabel = "FILE",
            description = "Where to write the outcome besides standard output.")
    private @Nullable Path outcome;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String text = OutcomeJson.of(new CanaryClient(plan()).run());
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
        if (outcome != null) {
            write(outcome, text);
        } else if (out.checkError() || System.out.checkError()) {
            throw new IOException("cannot write the outcome to standard output");
        }
        return AgentExit.OK;
    }

    private static void write(Path file, String text) throws IOException {
        try {
            OutcomeFile.write(file, text);
        } catch (IOException e) {
            throw new IOException("cannot write the outcome to " + file + ": " + e, e);
        }
    }

    private ClientPlan plan() {
        try {
            return new ClientPlan(
                    run,
                    ClientPlan.pathNumber(path),
                    target,
                    port,
                    deniedPort,
                    identityPort,
                    connections,
                    parallel,
                    requestBytes,
                    responseBytes,
                    firstSequence,
                    connectTimeout,
                    requestTimeout,
                    interval,
                    deadline);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
