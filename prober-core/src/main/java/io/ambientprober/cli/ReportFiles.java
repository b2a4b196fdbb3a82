package io.ambientprober.cli;

import io.ambientprober.report.HtmlReport;
import io.ambientprober.report.JUnitReport;
import io.ambientprober.report.Occasion;
import io.ambientprober.report.PolicyReport;
import io.ambientprober.report.PrometheusReport;
import io.ambientprober.report.Report;
import io.ambientprober.report.Report.Abort;
import io.ambientprober.report.ReportJson;
import io.ambientprober.report.TerminationMessage;
import io.ambientprober.run.RunEvent;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --report}. */
final class ReportFiles {
    private static final String OBJECT_NAME = "ambient-prober";

    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            split = ",",
            converter = ReportTarget.Converter.class,
            description = "Also write the report as junit, html, json, prometheus, openreports or termination to FILE; "
                    + "pushgateway=URL sends it, sonobuoy[=DIR] leaves it as a plugin does. "
                    + "Several: html=r.html,junit=r.xml.")
    private List<ReportTarget> targets = List.of();

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Of two reports in one place the first would be lost, and nobody told. */
    void requireDistinct() {
        Set<Path> taken = new HashSet<>();
        for (ReportTarget target : targets) {
            Path file = target.file();
            if (file != null && !taken.add(file)) {
                throw new ParameterException(spec.commandLine(), "--report: two of them would be written to " + file);
            }
        }
    }

    boolean areWanted() {
        return !targets.isEmpty();
    }

    void writeAborted(String step, Throwable failure) {
        Abort abort = new Abort(step, Failure.of(failure).line());
        try {
            write(Report.aborted(abort, List.of(), new Occasion(null, Instant.now(), "").noted()));
        } catch (OutputException e) {
            failure.addSuppressed(e);
        }
    }

    /** Tells Sonobuoy how far a run is, where its results were asked for. */
    RunEvent.Listener progress() {
        return targets.stream().anyMatch(target -> target.format() == ReportFormat.SONOBUOY)
                ? new SonobuoyProgress(SonobuoyProgress.USUAL_ADDRESS)
                : event -> {};
    }

    void write(Report report) throws OutputException {
        List<IOException> failures = new ArrayList<>();
        for (ReportTarget target : targets) {
            try {
                write(report, target);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            OutputException first = OutputException.ofReport(failures.removeFirst());
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void write(Report report, ReportTarget target) throws IOException {
        switch (target.format()) {
            case JUNIT -> file(target, JUnitReport.of(report));
            case HTML -> file(target, HtmlReport.of(report));
            case JSON -> file(target, ReportJson.of(report));
            case PROMETHEUS -> file(target, PrometheusReport.of(report));
            case OPENREPORTS ->
                file(
                        target,
                        PolicyReport.of(report, PolicyReport.Api.OPENREPORTS, OBJECT_NAME)
                                        .toPrettyString() + "\n");
            case TERMINATION -> file(target, TerminationMessage.of(report));
            case PUSHGATEWAY -> Pushgateway.push(target.where(), PrometheusReport.of(report));
            case SONOBUOY -> SonobuoyResults.write(folder(target), JUnitReport.of(report));
        }
    }

    private static void file(ReportTarget target, String text) throws IOException {
        Path file = Path.of(target.where());
        try {
            WholeFile.write(file, text);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Of a full disk, for example: it names no file.
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Path folder(ReportTarget target) {
        return target.where().isEmpty()
                ? SonobuoyResults.folder(System.getenv("SONOBUOY_RESULTS_DIR"))
                : Path.of(target.where());
    }
}
