package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import org.junit.jupiter.api.Test;

class VerdictLineTest {
    @Test
    void saysWhichNodesTheVerdictSaysNothingOf() {
        Report partial = new Revision(SampleReports.passing()).leavingOut("1 of 3; it is not ready: node-3");

        assertThat(VerdictLine.of(partial))
                .startsWith("PASS: ")
                .endsWith(". Nodes left out: 1 of 3; it is not ready: node-3. " + VerdictLine.LIMITS);
        assertThat(VerdictLine.of(SampleReports.passing())).doesNotContain("left out");
    }
}
