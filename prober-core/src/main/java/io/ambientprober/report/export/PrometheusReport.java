package io.ambientprober.report.export;

import io.ambientprober.input.Printable;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.Tally;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Share;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.RunVerdict;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A report as Prometheus text, for the node exporter's text files or a Pushgateway. The run's key is not a label: it would make every run a
 * series of its own.
 */
public final class PrometheusReport {
    private PrometheusReport() {}

    public static String of(Report report) {
        List<MetricSnapshot> metrics = new ArrayList<>();
        metrics.add(
                gauge("prober_run_success", "1 when the last run passed.", report.run() == RunVerdict.PASS ? 1 : 0));
        metrics.add(verdicts(report));
        Period period = Period.of(report);
        if (period.ended() != null) {
            metrics.add(gauge("prober_run_timestamp_seconds", "When the last run ended.", seconds(period.ended())));
            if (report.run() == RunVerdict.PASS) {
                metrics.add(gauge(
                        "prober_last_success_timestamp_seconds",
                        "When the last run that passed ended.",
                        seconds(period.ended())));
            }
        }
        if (period.started() != null && period.ended() != null) {
            Duration took = Duration.between(period.started(), period.ended());
            metrics.add(gauge("prober_run_duration_seconds", "How long the last run took.", took.toMillis() / 1000.0));
        }
        metrics.add(checks(report));
        if (!report.unlisted().isNothing()) {
            metrics.add(unlisted(report));
        }
        metrics.add(drops(report));
        report.checks().asked().forEach(check -> metrics.add(counts(check)));
        if (!report.coverage().known().isEmpty()) {
            metrics.add(coverage(
                    report,
                    "prober_coverage_ratio",
                    "Of how much of a kind the last run speaks; 1 is all of it.",
                    PrometheusReport::ratio));
            metrics.add(coverage(
                    report, "prober_coverage_covered", "Of how many of a kind the last run speaks.", Share::covered));
            metrics.add(coverage(report, "prober_coverage_of", "How many of a kind there were.", Share::of));
        }
        if (report.checks().flows() instanceof Asked) {
            metrics.add(gauge(
                    "prober_strict_would_refuse",
                    "Pairs of a client outside the mesh and a port within it that STRICT would part.",
                    report.checks().flowVerdicts().strictWouldRefuse().size()));
        }
        report.checks().podVerdicts().stream()
                .map(PodVerdict::notAfter)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(soonest -> metrics.add(gauge(
                        "prober_certificate_expiry_timestamp_seconds",
                        "When the first certificate of a pod that the last run asked expires.",
                        seconds(soonest))));
        return text(metrics);
    }

    private static GaugeSnapshot verdicts(Report report) {
        GaugeSnapshot.Builder verdicts =
                named("prober_run_verdict", "1 for the verdict of the last run, 0 for the others.");
        for (RunVerdict verdict : RunVerdict.values()) {
            verdicts.dataPoint(point(
                    report.run() == verdict ? 1 : 0,
                    Labels.of("verdict", verdict.name().toLowerCase(Locale.ROOT))));
        }
        return verdicts.build();
    }

    private static GaugeSnapshot checks(Report report) {
        GaugeSnapshot.Builder checks = named(
                "prober_check_result",
                "1 for what the last run ruled on a path; its labels say what. A ruling of another run is another series.");
        for (PathReport path : report.paths()) {
            path.verdict()
                    .rulings()
                    .forEach(ruling ->
                            checks.dataPoint(point(1, labels(path.verdict().path(), ruling))));
        }
        return checks.build();
    }

    private static GaugeSnapshot unlisted(Report report) {
        GaugeSnapshot.Builder paths = named(
                "prober_paths_not_listed",
                "Paths that the reduced report of the last run counts, and that have no other series.");
        for (Tally tally : report.unlisted().paths()) {
            paths.dataPoint(point(
                    tally.rows(),
                    Labels.of("verdict", Severity.of(tally).name().toLowerCase(Locale.ROOT), "reasons", tally.id())));
        }
        return paths.build();
    }

    private static Labels labels(ProbePath path, Ruling<?> ruling) {
        return Labels.of(
                "check", ReasonText.question(ruling.reason()).replace(' ', '_'),
                "path_id", path.id(),
                "path", Printable.of(path.name()),
                "client_node", Printable.of(path.client().node()),
                "server_node", Printable.of(path.server().node()),
                "verdict", ruling.verdict().name().toLowerCase(Locale.ROOT),
                "reason", ruling.reason().code());
    }

    /** Of pods and flows there are too many for a series each. */
    private static GaugeSnapshot counts(Check check) {
        GaugeSnapshot.Builder counts =
                named("prober_" + check.name(), "How many " + check.name() + " the last run ruled so.");
        check.ruled().stream()
                .collect(Collectors.groupingBy(
                        ruled ->
                                labels(ruled.rulings().findFirst().orElseThrow().reason()),
                        LinkedHashMap::new,
                        Collectors.summingInt(Ruled::rows)))
                .forEach((labels, count) -> counts.dataPoint(point(count, labels)));
        return counts.build();
    }

    private static Labels labels(Reason reason) {
        return Labels.of("verdict", reason.verdict().name().toLowerCase(Locale.ROOT), "reason", reason.code());
    }

    private static GaugeSnapshot coverage(Report report, String name, String help, ToDoubleFunction<Share> value) {
        GaugeSnapshot.Builder kinds = named(name, help);
        report.coverage()
                .known()
                .forEach((kind, share) -> kinds.dataPoint(point(value.applyAsDouble(share), Labels.of("kind", kind))));
        return kinds.build();
    }

    /** Of none all are covered. */
    private static double ratio(Share share) {
        return share.of() == 0 ? 1 : (double) share.covered() / share.of();
    }

    private static GaugeSnapshot drops(Report report) {
        GaugeSnapshot.Builder drops =
                named("prober_tap_dropped_packets", "Packets that a capture of the last run lost.");
        for (TapReport tap : report.taps()) {
            drops.dataPoint(point(
                    (double) tap.check().dropped(),
                    Labels.of(
                            "tap", Printable.of(tap.tap().id()),
                            "node", Printable.of(tap.tap().node()))));
        }
        return drops.build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return named(name, help).dataPoint(point(value, Labels.EMPTY)).build();
    }

    private static GaugeSnapshot.Builder named(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    private static String text(List<MetricSnapshot> metrics) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, new MetricSnapshots(metrics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
