package io.ambientprober.cli;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.cli.CompletionCommand.Shell;
import io.ambientprober.cli.ReportOutput.Format;
import io.ambientprober.cluster.IpFamily;
import io.ambientprober.input.Printable;
import io.ambientprober.run.Question;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.IpAddress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line, with every way that it can end. */
final class Cli {
    private final ProberCommand root = new ProberCommand();
    private final Terminal terminal;
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    Cli(Analyzer analyzer, Terminal terminal) {
        this.terminal = terminal;
        commands.put("analyze", () -> new AnalyzeCommand(analyzer, terminal));
        commands.put("plan", () -> new PlanCommand(terminal));
        commands.put(RunCommand.NAME, () -> new RunCommand(terminal));
        commands.put("cleanup", () -> new CleanupCommand(terminal));
        commands.put("report", () -> new ReportCommand(terminal));
        commands.put("diff", () -> new DiffCommand(terminal));
        commands.put("verify", () -> new VerifyCommand(terminal));
        commands.put("explain", () -> new ExplainCommand(terminal));
        commands.put(CompletionCommand.NAME, () -> new CompletionCommand(terminal));
    }

    private CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(root);
        known(args).forEach((name, command) -> line.addSubcommand(name, command.get()));
        Stream.concat(Stream.of(line), line.getSubcommands().values().stream()).forEach(Cli::group);
        return line.registerConverter(Format.class, new Choice<>(Format.class))
                .registerConverter(VerifyCommand.Format.class, new Choice<>(VerifyCommand.Format.class))
                .registerConverter(FailOn.class, new Choice<>(FailOn.class))
                .registerConverter(Duration.class, new DurationText())
                .registerConverter(IpFamily.class, new Choice<>(IpFamily.class))
                .registerConverter(Question.class, new Choice<>(Question.class))
                .registerConverter(Shell.class, new Choice<>(Shell.class))
                .registerConverter(IpAddress.class, AddressPort::address)
                .registerConverter(AddressPort.class, AddressPort::parse)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.style().colours() ? Ansi.ON : Ansi.OFF))
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setParameterExceptionHandler((e, ignored) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    }

    /** Headings of options come with their groups. */
    private static void group(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionGroups());
    }

    /** One command alone, where the first word names it: picocli reads the annotations of all that it is given, at every start. */
    private Map<String, Supplier<Object>> known(String... args) {
        Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
        return named == null || args[0].equals(CompletionCommand.NAME) ? commands : Map.of(args[0], named);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Errors are caught too: whatever happens, the caller gets one of the exit codes that are promised. */
    int run(String... args) {
        try {
            CommandLine line = commandLine(args);
            configure(line, List.of(args));
            return line.execute(args);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    private void configure(CommandLine line, List<String> args) throws InputException {
        boolean runs = args.stream()
                .filter(commands::containsKey)
                .findFirst()
                .filter(RunCommand.NAME::equals)
                .isPresent();
        Path file = runs ? ConfigFile.namedIn(args) : null;
        if (file != null) {
            CommandLine run = Objects.requireNonNull(line.getSubcommands().get(RunCommand.NAME));
            run.setDefaultValueProvider(ConfigFile.read(file, run.getCommandSpec()));
        }
    }

    private int failed(Throwable thrown) {
        return CommandFailure.of(thrown).print(thrown, root.stackTrace, terminal.err());
    }

    private int wrongUsage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = Objects.requireNonNullElse(e.getMessage(), "wrong usage");
        terminal.err()
                .println("prober: " + (KeyFile.isKey(message) ? KeyFile.NO_ARGUMENT : Printable.of(message) + meant(e))
                        + " (see '" + command + " --help')");
        terminal.err().flush();
        return ExitCode.USAGE;
    }

    private static String meant(ParameterException e) {
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    }
}
