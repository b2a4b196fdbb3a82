package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.FailOn;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictLineTest {
    @Test
    void saysWhichNodesTheVerdictSaysNothingOf() {
        Report partial = new Revision(SampleReports.passing()).leavingOut("1 of 3; it is not ready: node-3");

        assertThat(VerdictLine.of(partial))
                .startsWith("PASS: ")
                .contains(" Nodes left out: 1 of 3; it is not ready: node-3. ")
                .endsWith(VerdictLine.limits(partial));
        assertThat(VerdictLine.of(SampleReports.passing())).doesNotContain("left out");
    }

    @Test
    void countsWhatWasAskedAndSaysOfHowMuchItSpeaks() {
        assertThat(VerdictLine.of(TenantSamples.lostRedirection()))
                .isEqualTo(
                        "FAIL: 2 paths: 1 passed, 1 in the clear as declared; 5 pods: 1 failed, 1 with a warning, 2 passed, "
                                + "1 not judged; 4 flows: 1 failed, 1 inconclusive, 1 passed, 1 not judged. "
                                + "Covered: 2 of 3 nodes, 2 of 3 namespaces, 4 of 7 pods, 2 of 4 pairs. "
                                + "This verdict is about this run's canaries on these paths, these pods' HBONE ports when they were asked, "
                                + "the connections between pods in the mesh that were counted meanwhile, not about other pods or other times.");
    }

    @Test
    void saysWhatWasNotAsked() {
        assertThat(VerdictLine.of(TenantSamples.onlyFlows()))
                .isEqualTo("PASS: 1 flow: 1 passed. Covered: 2 of 2 nodes, 1 of 1 namespaces, 1 of 1 pairs. "
                        + "Not asked: canaries and pods (--only flows). "
                        + "This verdict is about the connections between pods in the mesh that were counted meanwhile, "
                        + "not about other pods, other times, or who the peers are.");
    }

    @Test
    void ofCapturesAloneItSaysNothingOfOtherQuestions() {
        assertThat(VerdictLine.of(SampleReports.passing())).doesNotContain("Not asked");
        assertThat(VerdictLine.of(Judgement.of(
                        new RunRecord(new Plan("", Plan.HBONE_PORT, false, List.of(), List.of()), List.of()),
                        FailOn.FAIL)))
                .doesNotContain("Not asked");
    }

    /** No list means that nothing is proved, whatever was asked. */
    @Test
    void nothingThatWasJudgedIsNoPass() {
        Report nothing = new Revision(TenantSamples.onlyFlows())
                .asking(
                        new Checks("--only pods", new Asked<>(List.of()), new NotAsked<>("--only pods")),
                        CoverageReport.unknown(""));

        assertThat(VerdictLine.of(nothing))
                .startsWith("INCONCLUSIVE: no pods. Nothing of what was asked could be judged. Not asked: ");
    }
}
