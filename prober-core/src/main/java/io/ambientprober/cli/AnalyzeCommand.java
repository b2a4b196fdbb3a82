package io.ambientprober.cli;

import io.ambientprober.report.Detail;
import io.ambientprober.report.Report;
import io.ambientprober.report.ReportJson;
import io.ambientprober.report.ReportTable;
import io.ambientprober.report.Style;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "analyze",
        description = "Judges captures: what was planned against what the taps saw.",
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  prober analyze --plan captures/plan.json -o wide")
final class AnalyzeCommand implements Callable<Integer> {
    /** From a plan on disk to its report. */
    interface Analyzer {
        Report analyze(Path planFile, VxlanPorts vxlanPorts) throws IOException;
    }

    enum Format {
        TABLE,
        SHORT,
        WIDE,
        JSON
    }

    enum FailOn {
        FAIL,
        WARN
    }

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "plan.json, or the folder that holds it; captures are relative to it.")
    private Path plan = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default), short (only what needs attention), wide, or json.")
    private Format format = Format.TABLE;

    @Option(names = "--no-color", description = "No colours on a terminal; so does the variable NO_COLOR.")
    private boolean noColor;

    @Option(names = "--fail-on", paramLabel = "fail|warn", description = "warn: a warning fails the run too.")
    private FailOn failOn = FailOn.FAIL;

    @Option(
            names = "--vxlan-port",
            paramLabel = "N",
            converter = UdpPort.class,
            description = "UDP port that carries VXLAN, besides 8472 and 4789; may be repeated.")
    private List<Integer> vxlanPorts = List.of();

    static final class UdpPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Falls through to the same complaint.
            }
            throw new TypeConversionException("'" + text + "' is not a UDP port");
        }
    }

    private final Analyzer analyzer;
    private final Terminal terminal;

    AnalyzeCommand(Analyzer analyzer, Terminal terminal) {
        this.analyzer = analyzer;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InputException, OutputException {
        Report report = judged();
        terminal.print(printed(report));
        return ExitCode.of(report.run());
    }

    private Report judged() throws InputException {
        Path file = Files.isDirectory(plan) ? plan.resolve("plan.json") : plan;
        try {
            Report report = analyzer.analyze(file, new VxlanPorts(vxlanPorts));
            return failOn == FailOn.WARN ? report.failingOnWarnings() : report;
        } catch (IOException e) {
            throw new InputException(e);
        }
    }

    private String printed(Report report) {
        return switch (format) {
            case TABLE -> table(report, Detail.TABLE);
            case SHORT -> table(report, Detail.SHORT);
            case WIDE -> table(report, Detail.WIDE);
            case JSON -> ReportJson.of(report);
        };
    }

    private String table(Report report, Detail detail) {
        Style style = terminal.style();
        return ReportTable.of(report, detail, noColor ? new Style(style.marks(), false) : style);
    }
}
