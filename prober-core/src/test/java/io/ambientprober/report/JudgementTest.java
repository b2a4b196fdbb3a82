package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.report.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
    private static final Path EXAMPLE = Path.of("src/test/resources/plan/example.json");
    private static final Cause CAUSE = new Cause("a", "b", "c", "d", List.of("plaintext"), "");

    @Test
    void aTapThatNobodyReadIsEmptyAndNoProof() throws IOException {
        Plan plan = PlanFile.read(EXAMPLE);

        Report report = Judgement.of(plan, List.of(), List.of(CAUSE), Map.of("d", "e"));

        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(report.runKey()).isEqualTo(plan.run());
        assertThat(report.paths().getFirst().verdict().encryption().reason()).isEqualTo(EncryptionReason.DROPPED);
        assertThat(report.taps()).containsExactly(new TapReport(plan.taps().getFirst(), null));
        assertThat(report.causes()).containsExactly(CAUSE);
        assertThat(report.environment()).containsExactly(Map.entry("d", "e"));
    }

    @Test
    void everyTapGetsItsReading() throws IOException {
        Plan plan = PlanFile.read(EXAMPLE);
        TapReading reading = new TapReading("node-1", 1234, 99, 1, 2, 0, List.of(), List.of());
        NodeEvidence node = new NodeEvidence("node-1", List.of(reading), List.of(), List.of(), List.of(), List.of());

        assertThat(Judgement.of(plan, List.of(node), List.of(), Map.of()).taps())
                .containsExactly(new TapReport(plan.taps().getFirst(), reading));
    }

    @Test
    void capturesLieBesideThePlan(@TempDir Path folder) throws IOException {
        Path plan = Files.copy(EXAMPLE, folder.resolve("plan.json"));

        assertThatThrownBy(() -> Judgement.ofCaptures(plan, VxlanPorts.usual()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("node-1.pcap").toString());
    }
}
