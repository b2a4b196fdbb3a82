package io.ambientprober.cli;

import io.ambientprober.report.Report;
import io.ambientprober.report.ReportReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = "Makes any format from a report.json; the exit code is its verdict.",
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  prober report --from report.json",
            "  prober report --from evidence --report html=report.html,junit=report.xml"
        })
final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "FILE",
            description = "A report.json, or the folder that holds it.")
    private Path from = Path.of("");

    @Mixin
    private final FailOnOption failOn = new FailOnOption();

    @Mixin
    private final TableOptions table;

    @Mixin
    private final ReportFiles files = new ReportFiles();

    ReportCommand(Terminal terminal) {
        table = new TableOptions(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Report report = files.write("reading the report", () -> failOn.applied(read(from)));
        table.print(report);
        return ExitCode.of(report.run());
    }

    static Report read(Path given) throws InputException {
        try {
            return ReportReader.read(InputFile.in(given, "report.json"));
        } catch (IOException e) {
            throw new InputException(e);
        }
    }
}
