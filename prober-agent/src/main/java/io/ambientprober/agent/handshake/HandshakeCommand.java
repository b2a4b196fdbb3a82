package io.ambientprober.agent.handshake;

import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.agent.cli.DurationConverter;
import io.ambientprober.agent.cli.Ranges;
import io.ambientprober.handshake.HandshakeJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Checks ports and reports; what it finds is not a failure of its own. */
@Command(
        name = "handshake",
        description = "Ask HBONE ports who they are, and whether they refuse strangers. Reports as JSON.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = AgentExit.USAGE,
        exitCodeOnExecutionException = AgentExit.INTERNAL)
public final class HandshakeCommand implements Callable<Integer> {
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
                    + " them no identity is verified.")
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
        write(HandshakeJson.bytes(HandshakeOrders.checked(targets(), check)));
        return AgentExit.OK;
    }

    private HandshakeTimeouts patience() {
        Ranges.require(spec, "--timeout in milliseconds", timeout.toMillis(), 1, LONGEST.toMillis());
        return HandshakeTimeouts.of(timeout);
    }

    private List<Target> targets() {
        try {
            return HandshakeOrders.targets(targets);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
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
