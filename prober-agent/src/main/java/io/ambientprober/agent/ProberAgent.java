package io.ambientprober.agent;

import io.ambientprober.agent.body.CanaryCommand;
import io.ambientprober.agent.body.InPodCommand;
import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.agent.handshake.HandshakeCommand;
import io.ambientprober.release.ThisRelease;
import java.io.PrintWriter;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The entry point of the command {@code prober-agent}. */
@Command(
        name = "prober-agent",
        description = "What ambient-prober runs on nodes and in probe pods.",
        mixinStandardHelpOptions = true,
        versionProvider = ProberAgent.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            CanaryCommand.class,
            InPodCommand.class,
            HandshakeCommand.class,
            DevicesCommand.class
        },
        exitCodeOnInvalidInput = AgentExit.USAGE,
        exitCodeOnExecutionException = AgentExit.INTERNAL)
public final class ProberAgent {
    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of an error, too.")
    private boolean stacktrace;

    private ProberAgent() {}

    static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        // Libraries warn there, of a busy machine for example, and the first line of the log must be the announcement.
        LogManager.getLogManager().reset();
        ProberAgent root = new ProberAgent();
        CommandLine command = new CommandLine(root);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        for (CommandLine each : command.getSubcommands().values()) {
            each.getCommandSpec().exitCodeOnInvalidInput(AgentExit.USAGE);
            each.getCommandSpec().exitCodeOnExecutionException(AgentExit.INTERNAL);
        }
        command.setParameterExceptionHandler((e, ignored) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("prober-agent: " + e.getMessage());
            err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return AgentExit.USAGE;
        });
        command.setExecutionExceptionHandler(root::failed);
        command.setExecutionStrategy(ProberAgent::execute);
        return command.execute(args);
    }

    private static int execute(ParseResult parsed) {
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            CommandLine command = parsed.commandSpec().commandLine();
            throw new CommandLine.ParameterException(command, "a command is missing");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int failed(Exception e, CommandLine command, ParseResult ignored) {
        PrintWriter err = command.getErr();
        err.println("prober-agent: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        if (stacktrace) {
            e.printStackTrace(err);
        }
        return AgentExit.INTERNAL;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"prober-agent " + ThisRelease.version()};
        }
    }
}
