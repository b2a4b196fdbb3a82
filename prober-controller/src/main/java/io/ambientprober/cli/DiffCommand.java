package io.ambientprober.cli;

import io.ambientprober.report.model.ReportDiff;
import io.ambientprober.report.model.ReportDiff.Kind;
import io.ambientprober.report.text.DiffTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = "Compares two reports: what failed, was fixed, was lost.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit code:%n",
        footer = {
            "  1 when there are new failures, else 2 when coverage was lost, else 0: what",
            "  still fails is not reported as new. Paths are matched by name.",
            "",
            "Example:",
            "  prober diff yesterday/report.json today/report.json"
        })
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "A report.json, or the folder that holds it.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The later one.")
    private Path after = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InputException {
        ReportDiff diff = ReportDiff.between(ReportCommand.read(before, null), ReportCommand.read(after, null));
        int verdict = verdict(diff);
        try {
            terminal.print(DiffTable.of(diff, terminal.style()));
        } catch (OutputException e) {
            CommandFailure.tell(e, spec, terminal);
            verdict = ExitCode.notWhole(verdict);
        }
        terminal.err().println(ReportCommand.NOT_JUDGED);
        return verdict;
    }

    private static int verdict(ReportDiff diff) {
        if (diff.has(Kind.NEW_FAILURE)) {
            return ExitCode.FAIL;
        }
        return diff.has(Kind.COVERAGE_LOST) ? ExitCode.INCONCLUSIVE : ExitCode.PASS;
    }
}
