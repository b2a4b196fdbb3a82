package io.ambientprober.agent.canary;

import io.ambientprober.agent.cli.AgentExit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code canary-server}: answers canaries until it is told to end. */
@Command(
        name = "canary-server",
        description = "Answers canaries on an open port and on two that policies apply to.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CanaryServerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (CanaryServer server = CanaryServer.start(options.settings())) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(server.announcement());
            out.flush();
            // The end is a signal, whose default action is right: no request is worth waiting for.
            new CountDownLatch(1).await();
            return AgentExit.OK;
        }
    }
}
