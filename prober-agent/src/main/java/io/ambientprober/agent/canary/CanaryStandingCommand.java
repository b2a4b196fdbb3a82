package io.ambientprober.agent.canary;

import io.ambientprober.agent.cli.ControllerOption;
import io.ambientprober.agent.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code canary-standing}: a server, and a client that a controller triggers, in a pod that lives between runs. */
@Command(
        name = "canary-standing",
        description = "Answers canaries, and sends some when a controller asks for it over HTTPS on 127.0.0.1.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CanaryStandingCommand implements Callable<Integer> {
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
                StandingControl control = StandingControl.start(controller.fingerprint())) {
            ControllerOption.announce(control.announcement());
            PrintWriter out = spec.commandLine().getOut();
            out.println(server.announcement());
            out.flush();
            new CountDownLatch(1).await();
            return ExitCode.OK;
        }
    }
}
