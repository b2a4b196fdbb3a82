package io.ambientprober.agent.canary;

import io.ambientprober.agent.cli.ExitCode;
import io.ambientprober.agent.cli.Ranges;
import io.ambientprober.agent.http.BearerToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code canary-standing}: a server, and a client that a controller triggers, in a pod that lives between runs. */
@Command(
        name = "canary-standing",
        description = "Answers canaries, and sends some when a controller asks for it over HTTP on 127.0.0.1.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CanaryStandingCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "Holds the bearer token.")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--control-port",
            defaultValue = "15998",
            paramLabel = "N",
            description = "Port on 127.0.0.1 for the controller; 0 for any that is free.")
    private int controlPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Ranges.require(spec, "--control-port", controlPort, 0, 0xFFFF);
        BearerToken token = token();
        try (CanaryServer server = CanaryServer.start(options.settings());
                StandingControl control = StandingControl.start(controlPort, token)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(server.announcement() + ", 127.0.0.1:" + control.port() + " (control)");
            out.flush();
            new CountDownLatch(1).await();
            return ExitCode.OK;
        }
    }

    private BearerToken token() {
        try {
            return BearerToken.read(tokenFile);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
