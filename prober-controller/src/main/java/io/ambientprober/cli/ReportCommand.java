package io.ambientprober.cli;

import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = "Makes any format from a report.json; the exit code is its verdict.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  prober report --from report.json",
            "  prober report --from evidence --report html=report.html,junit=report.xml"
        })
final class ReportCommand implements Callable<Integer> {
    static final String NOT_JUDGED =
            "prober: verdicts were read, not judged again; prober analyze --plan judges captures";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FILE",
            description = "A report.json, or the folder that holds it.")
    private Path from = Path.of("");

    @Mixin
    private final ReportOutput output = new ReportOutput();

    private final Terminal terminal;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        int verdict =
                output.show(output.orAborted("reading the report", () -> read(from, output.askedFailOn())), terminal);
        terminal.err().println(NOT_JUDGED);
        return verdict;
    }

    /** What is made of it says that nothing was judged: a report proves no more than anyone who could write it. */
    static Report read(Path given, @Nullable FailOn failOn) throws InputException {
        try {
            return ReportReader.read(InputFile.in(given, "report.json"), failOn);
        } catch (IOException e) {
            throw new InputException(e);
        }
    }
}
