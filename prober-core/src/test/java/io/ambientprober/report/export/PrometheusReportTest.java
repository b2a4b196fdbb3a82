package io.ambientprober.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.Report;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hawkular.agent.prometheus.PrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.Test;

/** Read by a parser of another maker. */
class PrometheusReportTest {
    @Test
    void aRunThatPassed() {
        List<Gauge> metrics = metrics(SampleReports.passing());

        assertThat(value(metrics, "prober_run_success")).isEqualTo(1);
        assertThat(value(metrics, "prober_run_duration_seconds")).isEqualTo(42);
        assertThat(value(metrics, "prober_last_success_timestamp_seconds")).isEqualTo(1_795_521_642);
        assertThat(checks(metrics))
                .extracting(gauge -> gauge.getLabels().get("verdict"))
                .containsExactlyInAnyOrder("expected", "not_judged", "pass", "pass", "pass");
    }

    @Test
    void aRunThatFailedLeavesTheLastSuccessAlone() {
        List<Gauge> metrics = metrics(SampleReports.masked());

        assertThat(value(metrics, "prober_run_success")).isEqualTo(0);
        assertThat(metrics).noneMatch(gauge -> gauge.getName().equals("prober_last_success_timestamp_seconds"));
        assertThat(checks(metrics))
                .filteredOn(gauge -> "fail".equals(gauge.getLabels().get("verdict")))
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getLabels())
                        .containsEntry("reason", "plaintext-masked")
                        .containsEntry("client_node", "node-1")
                        .containsEntry("path", "node-1 to node-2"));
    }

    @Test
    void podsAndFlowsAreCountedAndHaveNoSeriesEach() {
        List<Gauge> metrics = metrics(TenantSamples.large(1000));

        assertThat(metrics)
                .filteredOn(gauge -> gauge.getName().equals("prober_pods"))
                .extracting(gauge -> gauge.getLabels().get("verdict") + " "
                        + gauge.getLabels().get("reason") + " " + (int) gauge.getValue())
                .containsExactlyInAnyOrder("fail hbone-refused 10", "pass hbone 990");
        assertThat(metrics)
                .filteredOn(gauge -> gauge.getName().equals("prober_flows"))
                .hasSize(2);
        assertThat(PrometheusReport.of(TenantSamples.large(1000))).doesNotContain("some-service");
    }

    @Test
    void coverageExpiryAndWhatStrictWouldRefuse() {
        List<Gauge> metrics = metrics(TenantSamples.lostRedirection());

        assertThat(metrics)
                .filteredOn(gauge -> gauge.getName().equals("prober_coverage_ratio"))
                .filteredOn(gauge -> "pairs".equals(gauge.getLabels().get("kind")))
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getValue()).isEqualTo(0.5));
        assertThat(metrics)
                .filteredOn(gauge -> gauge.getName().matches("prober_coverage_(covered|of)"))
                .filteredOn(gauge -> "pods".equals(gauge.getLabels().get("kind")))
                .extracting(Gauge::getName, Gauge::getValue)
                .containsExactlyInAnyOrder(tuple("prober_coverage_covered", 4.0), tuple("prober_coverage_of", 7.0));
        assertThat(value(metrics, "prober_certificate_expiry_timestamp_seconds"))
                .isEqualTo(1_795_523_400);
        assertThat(value(metrics, "prober_strict_would_refuse")).isEqualTo(2);
        assertThat(metrics(SampleReports.passing()))
                .extracting(Gauge::getName)
                .doesNotContain("prober_coverage_ratio", "prober_pods", "prober_strict_would_refuse");
    }

    @Test
    void neitherRunKeyNorHostileTextMakesASeries() {
        String hostile = "a\"b\\c\nd} 1\nprober_run_success 1\n\u202e\u0000";

        List<Gauge> metrics = metrics(SampleReports.named(hostile));

        assertThat(metrics)
                .filteredOn(gauge -> gauge.getName().equals("prober_run_success"))
                .hasSize(1);
        assertThat(value(metrics, "prober_run_success")).isEqualTo(0);
        assertThat(PrometheusReport.of(SampleReports.masked())).doesNotContain("7Z3K9QWM2TXB");
    }

    private static List<Gauge> checks(List<Gauge> metrics) {
        return metrics.stream()
                .filter(gauge -> gauge.getName().equals("prober_check_result"))
                .toList();
    }

    private static double value(List<Gauge> metrics, String name) {
        return metrics.stream()
                .filter(gauge -> gauge.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static List<Gauge> metrics(Report report) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        byte[] text = PrometheusReport.of(report).getBytes(StandardCharsets.UTF_8);
        PrometheusMetricsProcessor<?> processor =
                new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text), walker);
        processor.walk();
        List<Gauge> gauges = new ArrayList<>();
        for (MetricFamily family : walker.getAllMetricFamilies()) {
            family.getMetrics().forEach(metric -> gauges.add((Gauge) metric));
        }
        return gauges;
    }
}
