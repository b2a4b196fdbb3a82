package io.ambientprober.cli;

import io.ambientprober.report.Detail;
import io.ambientprober.report.Listing;
import io.ambientprober.report.Report;
import io.ambientprober.report.ReportJson;
import io.ambientprober.report.ReportTable;
import io.ambientprober.report.Style;
import picocli.CommandLine.Option;

/** How a command that comes to a report prints it. */
final class TableOptions {
    enum Format {
        TABLE,
        SHORT,
        WIDE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default), short (only what needs attention), wide, or json.")
    private Format format = Format.TABLE;

    @Option(names = "--failures-only", description = "List only the paths that need attention, in any table.")
    private boolean failuresOnly;

    @Option(names = "--no-color", description = "No colours on a terminal; so does the variable NO_COLOR.")
    private boolean noColor;

    private final Terminal terminal;

    TableOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Report report) throws OutputException {
        terminal.print(
                switch (format) {
                    case TABLE -> table(report, Detail.TABLE);
                    case SHORT -> table(report, Detail.SHORT);
                    case WIDE -> table(report, Detail.WIDE);
                    case JSON -> ReportJson.of(report);
                });
    }

    private String table(Report report, Detail detail) {
        Style style = noColor ? new Style(terminal.style().marks(), false) : terminal.style();
        return failuresOnly
                ? ReportTable.of(report, detail, Listing.ATTENTION, style)
                : ReportTable.of(report, detail, style);
    }
}
