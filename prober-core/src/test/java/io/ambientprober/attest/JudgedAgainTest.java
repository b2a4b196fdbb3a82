package io.ambientprober.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgedAgainTest {
    @Test
    void podsAndFlowsStayAsTheyWereReported() throws RefusedException {
        Report kept = TenantSamples.lostRedirection();

        Report again = JudgedAgain.of(kept, new Revision(kept).of(kept.paths()));

        assertThat(again.checks()).isEqualTo(kept.checks());
        assertThat(again.run()).isEqualTo(kept.run());
    }

    @Test
    void aPathWhosePacketsComeToSomethingElseIsNamed() {
        Report kept = SampleReports.passing();
        PathReport first = kept.paths().get(1);
        PathVerdict verdict = first.verdict();
        List<PathReport> paths = new ArrayList<>(kept.paths());
        paths.set(
                1,
                new PathReport(
                        new PathVerdict(
                                verdict.path(),
                                new Ruling<>(EncryptionReason.PLAINTEXT, List.of()),
                                verdict.servicePath(),
                                verdict.policy()),
                        first.evidence()));

        assertThatThrownBy(() -> JudgedAgain.of(kept, new Revision(kept).of(paths)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("path 0001 (" + first.name() + "): report.json says PASS hbone")
                .hasMessageContaining("judging its packets again comes to FAIL plaintext");
    }

    @Test
    void findingsMayDiffer() throws RefusedException {
        Report kept = SampleReports.passing();
        List<PathReport> paths = kept.paths().stream()
                .map(path -> new PathReport(path.verdict().beside(List.of("said later")), path.evidence()))
                .toList();

        assertThat(JudgedAgain.of(kept, new Revision(kept).of(paths)).paths()).isEqualTo(paths);
    }

    @Test
    void bothHaveTheSamePaths() {
        Report report = SampleReports.passing();
        Report less =
                new Revision(report).of(report.paths().subList(1, report.paths().size()));

        assertThatThrownBy(() -> JudgedAgain.of(report, less))
                .hasMessageStartingWith("plan.json: has no path 00ff (control)");
        assertThatThrownBy(() -> JudgedAgain.of(less, report))
                .hasMessageStartingWith("report.json: has no path 00ff (control)");
    }

    @Test
    void bothAreOfTheSameRun() {
        Report report = SampleReports.passing();
        Report other = new Report(
                "000000000000",
                report.failOn(),
                report.paths(),
                report.taps(),
                report.causes(),
                report.environment(),
                report.leftOut(),
                report.provenance(),
                null);

        assertThatThrownBy(() -> JudgedAgain.of(report, other))
                .hasMessage("report.json: is of run " + report.runKey() + ", and plan.json of run 000000000000");
    }

    @Test
    void whatWasAbortedProvesNothing() {
        Report aborted = SampleReports.aborted();

        assertThatThrownBy(() -> JudgedAgain.of(aborted, aborted)).hasMessageContaining("was aborted");
    }
}
