package io.ambientprober.agent.handshake;

import io.ambientprober.agent.cli.DurationConverter;
import io.ambientprober.agent.cli.ExitCode;
import io.ambientprober.agent.cli.Ranges;
import io.ambientprober.run.HandshakeJson;
import io.ambientprober.run.HandshakeResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Checks ports and reports; what it finds is no failure of its own. */
@Command(
        name = "handshake",
        description = "Ask HBONE ports who they are, and whether they refuse strangers. Reports as JSON.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL)
public final class HandshakeCommand implements Callable<Integer> {
    /** At a time: two connections each, one after the other. */
    private static final int CONCURRENT = 16;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME=IP:PORT[=SPIFFE]",
            description = "A port, and the identity it should have; IPv6 in brackets. Can be repeated, up to "
                    + HandshakeJson.MAX_RESULTS + " times.")
    private List<String> targets = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "5s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For one connection; every target gets two. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--roots",
            paramLabel = "PEM",
            converter = RootsConverter.class,
            description = "The root certificates of the mesh, as its ConfigMap istio-ca-root-cert holds them. Without"
                    + " them nobody's identity is verified.")
    private MeshRoots roots = MeshRoots.NONE;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Default: standard output.")
    private @Nullable Path out;

    static final class RootsConverter implements ITypeConverter<MeshRoots> {
        @Override
        public MeshRoots convert(String pem) {
            try {
                return MeshRoots.parse(pem);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HandshakeCheck check = new HandshakeCheck(patience(), InstantSource.system(), roots);
        write(HandshakeJson.bytes(checked(targets(), check)));
        return ExitCode.OK;
    }

    private Patience patience() {
        Ranges.require(spec, "--timeout in milliseconds", timeout.toMillis(), 1, LONGEST.toMillis());
        return Patience.of(timeout);
    }

    private List<Target> targets() {
        Ranges.require(spec, "--target, how many", targets.size(), 1, HandshakeJson.MAX_RESULTS);
        Set<String> names = new HashSet<>();
        return targets.stream()
                .map(this::parsed)
                .peek(target -> {
                    if (!names.add(target.name())) {
                        throw new ParameterException(spec.commandLine(), "--target: two are named " + target.name());
                    }
                })
                .toList();
    }

    private Target parsed(String text) {
        try {
            return Target.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
        }
    }

    /** In the order of the targets. */
    private static List<HandshakeResult> checked(List<Target> targets, HandshakeCheck check)
            throws InterruptedException {
        try (ExecutorService executor =
                Executors.newFixedThreadPool(CONCURRENT, Thread.ofVirtual().factory())) {
            List<Callable<HandshakeResult>> checks = targets.stream()
                    .<Callable<HandshakeResult>>map(target -> () -> check.check(target))
                    .toList();
            return executor.invokeAll(checks).stream()
                    .map(HandshakeCommand::result)
                    .toList();
        }
    }

    private static HandshakeResult result(Future<HandshakeResult> done) {
        try {
            return done.resultNow();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("a check failed: " + done.exceptionNow(), done.exceptionNow());
        }
    }

    private void write(byte[] json) throws IOException {
        if (out != null) {
            Files.write(out, json);
            return;
        }
        PrintStream stdout = System.out;
        stdout.write(json);
        stdout.println();
        if (stdout.checkError()) {
            throw new IOException("standard output is closed");
        }
    }
}
