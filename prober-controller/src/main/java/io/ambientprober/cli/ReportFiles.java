package io.ambientprober.cli;

import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.run.RunEvent;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --report}. */
@HelpUnder(HelpHeading.OUTPUT)
final class ReportFiles {
    static final String CREDENTIALS = "--push-auth";
    private static final String OBJECT_NAME = "ambient-prober";

    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            split = ",",
            converter = ReportTarget.Converter.class,
            description = "Also write the report as junit, html, json, prometheus, openreports or termination to FILE; "
                    + "pushgateway=URL sends it, sonobuoy[=DIR] leaves it as a plugin does.")
    private List<ReportTarget> targets = List.of();

    @Option(names = CREDENTIALS, paramLabel = "FILE", description = "File with USER:PASSWORD of the Pushgateway.")
    private @Nullable Path credentials;

    /** The header that they become; null without any. */
    private @Nullable String authorization;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Before anything is judged. Of two reports in one place the first would be lost, and nobody told. */
    void prepare() {
        requireDistinct();
        if (credentials != null) {
            try {
                authorization = Pushgateway.authorization(credentials);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), CREDENTIALS + ": " + FileTrouble.of(e), e);
            }
        }
    }

    private void requireDistinct() {
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

    void writeAborted(String step, Throwable failure, List<Cause> causes, Map<String, String> environment) {
        Abort abort = new Abort(step, CommandFailure.of(failure).line());
        try {
            write(Report.aborted(abort, causes, environment, new Provenance(null, Instant.now(), "")));
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

    private void write(Report report, ReportTarget target) throws IOException {
        switch (target.format()) {
            case JUNIT -> file(target, JUnitReport.of(report));
            case HTML -> file(target, HtmlReport.of(report));
            case JSON -> file(target, out -> ReportJson.write(report, out));
            case PROMETHEUS -> file(target, PrometheusReport.of(report));
            case OPENREPORTS ->
                file(
                        target,
                        PolicyReport.of(report, PolicyReport.Api.OPENREPORTS, OBJECT_NAME)
                                        .toPrettyString() + "\n");
            case TERMINATION -> file(target, TerminationMessage.of(report));
            case PUSHGATEWAY -> Pushgateway.push(target.where(), authorization, PrometheusReport.of(report));
            case SONOBUOY -> SonobuoyResults.write(folder(target), JUnitReport.of(report));
        }
    }

    private static void file(ReportTarget target, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file(target, out -> out.write(bytes));
    }

    private static void file(ReportTarget target, WholeFile.Content content) throws IOException {
        Path file = Path.of(target.where());
        try {
            WholeFile.write(file, content);
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
