package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.report.ClusterSamples;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.ReportDiff.Change;
import io.ambientprober.report.model.ReportDiff.Kind;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.RunVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reduced report says is what the whole one comes to, and never that all is well because rows are missing. */
class ReductionTest {
    private static final Report LEAKING = ClusterSamples.leaking(40);

    @TempDir
    private Path folder;

    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                SampleReports.masked(),
                SampleReports.inconclusive(),
                SampleReports.aborted(),
                TenantSamples.lostRedirection(),
                new Revision(TenantSamples.lostRedirection()).failingOn(FailOn.WARN),
                TenantSamples.onlyFlows(),
                ClusterSamples.healthy(40),
                ClusterSamples.almostHealthy(40),
                LEAKING);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void itsVerdictAndItsCountsAreThoseOfTheWhole(Report whole) throws IOException {
        for (int rows : new int[] {0, 1, 3, 1000}) {
            Report reduced = Reduction.of(whole, rows);

            assertThat(reduced.run()).isEqualTo(whole.run());
            assertThat(VerdictLine.summary(reduced)).isEqualTo(VerdictLine.summary(whole));
            assertThat(reduced.coverage()).isEqualTo(whole.coverage());
            assertThat(ReportReader.read(file(reduced), null)).isEqualTo(new Revision(reduced).reread());
            assertThat(Reduction.of(reduced, rows).run()).isEqualTo(whole.run());
        }
    }

    @Test
    void whatFailedIsListedFirstAndTheRestIsCounted() {
        Report reduced = Reduction.of(LEAKING, 10);

        assertThat(reduced.paths())
                .hasSize(11)
                .filteredOn(Severity::needsAttention)
                .hasSize(10);
        assertThat(reduced.paths()).allMatch(path -> path.evidence() == null);
        assertThat(reduced.unlisted().paths().stream().mapToInt(Tally::rows).sum())
                .isEqualTo(LEAKING.paths().size() - 11);
        assertThat(reduced.checks().podVerdicts()).isEmpty();
        assertThat(reduced.unlisted().pods())
                .extracting(Tally::name)
                .containsExactly(
                        "12: HBONE port FAIL hbone-refused".replace("HBONE port", question(reduced)),
                        "1188: HBONE port PASS hbone".replace("HBONE port", question(reduced)));
    }

    private static String question(Report report) {
        return ReasonText.question(report.unlisted().pods().getFirst().reasons().getFirst());
    }

    @Test
    void theLineSaysThatItIsReduced() {
        assertThat(VerdictLine.of(LEAKING)).doesNotContain("reduced");
        assertThat(VerdictLine.of(Reduction.of(LEAKING, 10)))
                .startsWith("FAIL: ")
                .contains("This is a reduced report: it lists 11 of 121 paths, 0 of 1200 pods, 0 of 1200 flows, and"
                        + " counts the others; the whole one did not fit where this one is kept.");
    }

    /** One path of a thousand leaks, and is not among the rows: every format says so all the same. */
    @Test
    void noFormatReadsAsIfAllWereWell() {
        Report reduced = Reduction.of(ClusterSamples.almostHealthy(40), 0);
        assertThat(reduced.paths()).filteredOn(Severity::needsAttention).hasSize(1);
        Report blind = withoutFailures(reduced);

        assertThat(blind.run()).isEqualTo(RunVerdict.FAIL);
        String table = ReportTable.of(blind, Detail.TABLE, Style.PLAIN);
        assertThat(table)
                .contains("x pods: 12: ", "FAIL hbone-refused")
                .doesNotContain("nodes with nothing that needs attention");
        assertThat(HtmlReport.of(blind)).contains("× FAIL", "not listed in this reduced report", "FAIL hbone-refused");
        assertThat(JUnitReport.of(blind)).contains("<failure type=\"hbone-refused\"", "pods not listed");
        assertThat(PrometheusReport.of(blind))
                .contains("prober_run_success 0.0", "prober_pods{reason=\"hbone-refused\",verdict=\"fail\"} 12.0")
                .contains("prober_paths_not_listed{");
        assertThat(PolicyReport.of(blind, PolicyReport.Api.OPENREPORTS, "x").toString())
                .contains("\"policy\":\"pods-not-listed\",\"rule\":\"hbone-refused\"");
        assertThat(TerminationMessage.of(blind)).contains("\"pods\":{\"fail\":12,\"pass\":1188}");
        assertThat(TerminationMessage.of(blind)).contains("\"more\":24");
    }

    private static Report withoutFailures(Report reduced) {
        return new Revision(reduced)
                .of(reduced.paths().stream()
                        .filter(path -> !Severity.needsAttention(path))
                        .toList());
    }

    /** Who takes counted failures out of the file is contradicted by its verdict. */
    @ParameterizedTest
    @ValueSource(strings = {"pods", "flows"})
    void whatIsCountedTakesPartInTheVerdictsThatAreRead(String kind) throws IOException {
        Report reduced = Reduction.of(TenantSamples.large(1000), 0);
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(ReportJson.of(reduced));
        json.withObject("/reduced").putArray(kind);
        Path file = Files.writeString(folder.resolve("forged.json"), json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .hasMessageContaining("is not what the verdicts of its list come to");
    }

    @Test
    void aWholeReportWithoutEvidenceIsNone() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(ReportJson.of(Reduction.of(LEAKING, 1)));
        json.remove("reduced");
        Path file = Files.writeString(folder.resolve("forged.json"), json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null)).hasMessageContaining("is missing");
    }

    @Test
    void textsAreBoundedAndNeverCutWithinACharacter() throws IOException {
        String hostile = "x".repeat(999) + "\ud83d\ude00" + "y".repeat(100_000);
        Report reduced = Reduction.of(
                new Revision(SampleReports.masked())
                        .with(new Cause(hostile, hostile, hostile, hostile, List.of("plaintext-masked"), hostile)),
                10);

        assertThat(ReportJson.of(reduced)).hasSizeLessThan(20_000);
        assertThat(ReportReader.read(file(reduced), null).causes()).hasSize(1);
    }

    @Test
    void whatIsNotListedIsNotComparedWhichIsLostCoverage() {
        Report whole = ClusterSamples.healthy(40);
        Report reduced = Reduction.of(whole, 10);

        assertThat(ReportDiff.between(whole, reduced).changes())
                .singleElement()
                .extracting(Change::kind, Change::what, Change::before)
                .containsExactly(Kind.COVERAGE_LOST, "what is counted and not listed", "all is listed");
        assertThat(ReportDiff.between(reduced, reduced).has(Kind.COVERAGE_LOST)).isTrue();
        assertThat(ReportDiff.between(reduced, LEAKING).has(Kind.NEW_FAILURE)).isTrue();
    }

    private Path file(Report report) throws IOException {
        return Files.writeString(folder.resolve("report.json"), ReportJson.of(report));
    }
}
