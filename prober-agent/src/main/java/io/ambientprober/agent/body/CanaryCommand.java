package io.ambientprober.agent.body;

import io.ambientprober.agent.canary.CanaryServer;
import io.ambientprober.agent.canary.ServerOptions;
import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.agent.cli.ControllerOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code canary}: the body of a canary pod, which serves, and sends what a controller orders. */
@Command(
        name = "canary",
        description = "Answers canaries, and carries out the orders of a controller, posted over HTTPS to 127.0.0.1.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CanaryCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private ControllerOption controller = new ControllerOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (CanaryServer server = CanaryServer.start(options.settings());
                OrderDesk desk = OrderDesk.open(controller.fingerprint())) {
            ControllerOption.announce(desk.announcement());
            PrintWriter out = spec.commandLine().getOut();
            out.println(server.announcement());
            out.flush();
            new CountDownLatch(1).await();
            return AgentExit.OK;
        }
    }
}
