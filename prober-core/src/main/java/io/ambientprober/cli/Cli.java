package io.ambientprober.cli;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.cli.CompletionCommand.Shell;
import io.ambientprober.cli.ReportOutput.FailOn;
import io.ambientprober.cli.ReportOutput.Format;
import io.ambientprober.cluster.IpFamily;
import io.ambientprober.report.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The whole command line, with every way that it can end. */
final class Cli {
    private final ProberCommand root = new ProberCommand();
    private final Terminal terminal;
    private final CommandLine commandLine;

    Cli(Analyzer analyzer, Terminal terminal) {
        this.terminal = terminal;
        commandLine = new CommandLine(root)
                .addSubcommand(new AnalyzeCommand(analyzer, terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new CleanupCommand(terminal))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .registerConverter(Format.class, new Choice<>(Format.class))
                .registerConverter(FailOn.class, new Choice<>(FailOn.class))
                .registerConverter(Duration.class, new DurationText())
                .registerConverter(IpFamily.class, new Choice<>(IpFamily.class))
                .registerConverter(Shell.class, new Choice<>(Shell.class))
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.style().colours() ? Ansi.ON : Ansi.OFF))
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Errors are caught too: whatever happens, the caller gets one of the exit codes that are promised. */
    int run(String... args) {
        try {
            configure(List.of(args));
            return commandLine.execute(args);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    private void configure(List<String> args) throws InputException {
        Path file = args.contains(RunCommand.NAME) ? ConfigFile.namedIn(args) : null;
        if (file != null) {
            CommandLine run =
                    Objects.requireNonNull(commandLine.getSubcommands().get(RunCommand.NAME));
            run.setDefaultValueProvider(ConfigFile.read(file, run.getCommandSpec()));
        }
    }

    private int failed(Throwable thrown) {
        return Failure.of(thrown).print(thrown, root.stackTrace, terminal.err());
    }

    private int wrongUsage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err()
                .println("prober: " + Printable.of(Objects.requireNonNullElse(e.getMessage(), "wrong usage"))
                        + " (see '" + command + " --help')");
        terminal.err().flush();
        return ExitCode.USAGE;
    }
}
