package io.ambientprober.cli;

import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.Listing;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import io.ambientprober.run.RunEvent;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.FailOn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command that ends with a report shows it and writes it out, and what it makes of warnings. */
@HelpUnder(HelpHeading.OUTPUT)
final class ReportOutput {
    enum Format {
        TABLE,
        SHORT,
        WIDE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "Form on the terminal: table, short (only what needs attention), wide or json. Default: table.")
    private Format format = Format.TABLE;

    @Option(names = "--failures-only", description = "List only paths that need attention, in any form.")
    private boolean failuresOnly;

    @Option(names = "--no-color", description = "No colours; the variable NO_COLOR does the same.")
    private boolean noColor;

    @Option(
            names = "--fail-on",
            paramLabel = "fail|warn",
            description = "What fails a run; warn: also warnings. Default: fail.")
    private @Nullable FailOn failOn;

    @Mixin
    private final ReportFiles files = new ReportFiles();

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private boolean whole = true;

    /** What comes to a report, or fails. */
    interface Judging {
        Report report() throws Exception;

        /** Configuration that was read until it failed, and may be why. */
        default List<Cause> causes() {
            return List.of();
        }

        /** Versions and settings that were read until it failed. */
        default Map<String, String> environment() {
            return Map.of();
        }
    }

    /**
     * What judging comes to. When it fails, the files that were asked for are written anyway and say so: nobody waits for one
     * that never comes.
     *
     * @param step of the work, for those files, for example {@code reading the captures}
     */
    Report orAborted(String step, Judging judging) throws Exception {
        files.prepare();
        try {
            return judging.report();
        } catch (Exception | Error e) {
            files.writeAborted(step, e, judging.causes(), judging.environment());
            throw e;
        }
    }

    /** Whether files are written, for which more is worth finding out than for a terminal. */
    boolean writesFiles() {
        return files.areWanted();
    }

    /** To be told how far a run is. */
    RunEvent.Listener progress() {
        return files.progress();
    }

    /** What fails a run that is judged now. */
    FailOn failOn() {
        return failOn == null ? FailOn.FAIL : failOn;
    }

    /** What fails a run that was judged before; null when nobody said. */
    @Nullable
    FailOn askedFailOn() {
        return failOn;
    }

    /** Prints a report, writes the files, and gives the exit code. Where one of these fails, it says so and does the others. */
    int show(Report report, Terminal terminal) {
        try {
            files.write(report);
        } catch (OutputException e) {
            failed(e, terminal);
        }
        try {
            print(report, terminal);
        } catch (OutputException e) {
            failed(e, terminal);
        }
        int verdict = ExitCode.of(report.run());
        return whole ? verdict : ExitCode.notWhole(verdict);
    }

    /** Says what could not be written of what is judged, which {@link #show} then shows all the same. */
    void failed(OutputException why, Terminal terminal) {
        whole = false;
        CommandFailure.tell(why, spec, terminal);
    }

    private void print(Report report, Terminal terminal) throws OutputException {
        switch (format) {
            case TABLE -> terminal.print(table(report, Detail.TABLE, terminal));
            case SHORT -> terminal.print(table(report, Detail.SHORT, terminal));
            case WIDE -> terminal.print(table(report, Detail.WIDE, terminal));
            case JSON -> terminal.write(out -> ReportJson.write(report, out));
        }
    }

    private String table(Report report, Detail detail, Terminal terminal) {
        Style style = noColor ? new Style(terminal.style().marks(), false) : terminal.style();
        return failuresOnly
                ? ReportTable.of(report, detail, Listing.ATTENTION, style)
                : ReportTable.of(report, detail, style);
    }
}
