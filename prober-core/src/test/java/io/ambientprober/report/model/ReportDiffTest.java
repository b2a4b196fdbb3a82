package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.ReportDiff.Change;
import io.ambientprober.report.model.ReportDiff.Kind;
import io.ambientprober.report.text.DiffTable;
import io.ambientprober.report.text.Style;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDiffTest {
    @Test
    void nothingChanged() {
        assertThat(ReportDiff.between(SampleReports.passing(), SampleReports.passing())
                        .changes())
                .isEmpty();
    }

    @Test
    void aPathThatPassedFails() {
        assertThat(ReportDiff.between(SampleReports.passing(), SampleReports.masked())
                        .changes())
                .contains(new Change(
                        Kind.NEW_FAILURE, "node-1 to node-2", "encryption", "PASS hbone", "FAIL plaintext-masked"))
                .contains(new Change(
                        Kind.COVERAGE_LOST,
                        "node-1 to node-2",
                        "service path",
                        "PASS service",
                        "NOT_JUDGED not-encrypted"))
                .contains(new Change(Kind.NEW_WARNING, "node-1 to node-2", "policy", "PASS enforced", "WARN masking"));
    }

    @Test
    void itIsRepaired() {
        assertThat(ReportDiff.between(SampleReports.masked(), SampleReports.passing())
                        .changes())
                .contains(
                        new Change(Kind.FIXED, "node-1 to node-2", "encryption", "FAIL plaintext-masked", "PASS hbone"))
                .contains(new Change(Kind.COVERAGE_LOST, "node-2 to node-1", "encryption", "PASS hbone", "not there"))
                .noneMatch(change -> change.kind() == Kind.NEW_FAILURE);
    }

    @Test
    void itStillFails() {
        ReportDiff diff = ReportDiff.between(SampleReports.masked(), SampleReports.masked());

        assertThat(diff.changes())
                .containsExactly(new Change(
                        Kind.STILL_FAILING,
                        "node-1 to node-2",
                        "encryption",
                        "FAIL plaintext-masked",
                        "FAIL plaintext-masked"));
        assertThat(DiffTable.of(diff, Style.PLAIN)).isEqualTo("""
                        still failing
                        -------------
                        x node-1 to node-2, encryption: FAIL plaintext-masked -> FAIL plaintext-masked

                        0 new failures, 1 still failing, 0 coverage lost, 0 new warnings, 0 fixed
                        """);
    }

    @Test
    void whatIsNowDeclaredToBeInClearIsNeitherProvedNorFixed() {
        assertThat(ReportDiff.between(SampleReports.passing(), declaredInClear(SampleReports.passing()))
                        .changes())
                .contains(new Change(
                        Kind.COVERAGE_LOST, "node-1 to node-2", "encryption", "PASS hbone", "EXPECTED plaintext"));
        assertThat(ReportDiff.between(SampleReports.masked(), declaredInClear(SampleReports.masked()))
                        .changes())
                .contains(new Change(
                        Kind.COVERAGE_LOST,
                        "node-1 to node-2",
                        "encryption",
                        "FAIL plaintext-masked",
                        "EXPECTED plaintext"));
    }

    private static Report declaredInClear(Report report) {
        return new Revision(report)
                .of(report.paths().stream()
                        .map(path -> new Report.PathReport(
                                new PathVerdict(
                                        path.verdict().path(),
                                        new Ruling<>(EncryptionReason.PLAINTEXT_EXPECTED, List.of()),
                                        path.verdict().servicePath(),
                                        path.verdict().policy()),
                                path.evidence()))
                        .toList());
    }

    @Test
    void whatCannotBeToldAnyMoreIsLost() {
        assertThat(ReportDiff.between(SampleReports.passing(), SampleReports.inconclusive())
                        .changes())
                .contains(new Change(
                        Kind.COVERAGE_LOST, "node-1 to node-2", "encryption", "PASS hbone", "INCONCLUSIVE dropped"));
        assertThat(ReportDiff.between(SampleReports.passing(), SampleReports.aborted())
                        .changes())
                .first()
                .satisfies(change -> assertThat(change.after()).startsWith("INCONCLUSIVE: nothing was judged"));
    }
}
