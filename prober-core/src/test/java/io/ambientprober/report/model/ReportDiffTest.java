package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.ReportDiff.Change;
import io.ambientprober.report.model.ReportDiff.Kind;
import io.ambientprober.report.text.DiffTable;
import io.ambientprober.report.text.Style;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.time.Instant;
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

    @Test
    void podsAreKnownAgainByTheirWorkloadsAndOnlyWhatFailedIsMissedWhenItIsGone() {
        Report before = pods(List.of(
                pod("server-1", "Deployment/server", PodReason.HBONE),
                pod("gone-1", "Deployment/gone", PodReason.HBONE),
                pod("bad-1", "Deployment/bad", PodReason.EXPIRED)));
        Report after = pods(List.of(
                pod("server-3", "Deployment/server", PodReason.STARTING),
                pod("server-4", "Deployment/server", PodReason.HBONE_REFUSED),
                pod("new-1", "Deployment/new", PodReason.HBONE)));

        assertThat(ReportDiff.between(before, after).changes())
                .containsExactlyInAnyOrder(
                        new Change(
                                Kind.NEW_FAILURE, "mesh/Deployment/server", "pod", "PASS hbone", "FAIL hbone-refused"),
                        new Change(Kind.COVERAGE_LOST, "mesh/Deployment/bad", "pod", "FAIL expired", "not there"));
    }

    @Test
    void aFlowThatIsRepaired() {
        Report before = TenantSamples.lostRedirection();
        Report after = new Revision(before)
                .asking(
                        new Checks(
                                null,
                                before.checks().pods(),
                                before.checks()
                                        .flows()
                                        .map(flows -> new FlowVerdicts(
                                                flows.list().stream()
                                                        .map(ReportDiffTest::repaired)
                                                        .toList(),
                                                List.of()))),
                        before.coverage());

        assertThat(ReportDiff.between(before, after).changes())
                .contains(new Change(
                        Kind.FIXED,
                        "mesh/Deployment/client to mesh/Deployment/server:8080",
                        "flow",
                        "FAIL past-hbone",
                        "PASS hbone"))
                .noneMatch(change -> change.kind() == Kind.COVERAGE_LOST);
    }

    private static FlowVerdict repaired(FlowVerdict verdict) {
        return verdict.has(Verdict.FAIL)
                ? new FlowVerdict(verdict.flow(), new Ruling<>(FlowReason.HBONE, List.of()))
                : verdict;
    }

    @Test
    void lessIsCovered() {
        Report before = TenantSamples.lostRedirection();
        CoverageReport coverage = before.coverage();
        Report fewer = new Revision(before)
                .asking(
                        before.checks(),
                        new CoverageReport(
                                coverage.nodes(),
                                new Asked<>(new Share(4, 6, List.of())),
                                new Asked<>(new Share(4, 8, List.of())),
                                coverage.pairs()));

        assertThat(ReportDiff.between(before, fewer).changes())
                .filteredOn(change -> change.question().equals("coverage"))
                .containsExactly(new Change(Kind.COVERAGE_LOST, "pods", "coverage", "4 of 7", "4 of 8"));
        assertThat(ReportDiff.between(before, TenantSamples.onlyFlows()).changes())
                .contains(
                        new Change(Kind.COVERAGE_LOST, "canaries", "coverage", "asked", "not asked: --only flows"),
                        new Change(Kind.COVERAGE_LOST, "pods", "coverage", "4 of 7", "not asked: --only flows"))
                .doesNotContain(new Change(Kind.COVERAGE_LOST, "nodes", "coverage", "2 of 3", "2 of 2"));
    }

    private static Report pods(List<PodVerdict> pods) {
        return new Revision(SampleReports.passing())
                .asking(
                        new Checks(null, new Asked<>(pods), new NotAsked<>("")),
                        CoverageReport.unknown("nobody counted"));
    }

    private static PodVerdict pod(String name, String workload, PodReason reason) {
        return TenantSamples.pod("mesh", name, "node-1", workload, reason, Instant.EPOCH);
    }
}
