package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.Provenance;
import io.ambientprober.statement.RunNote;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
    private static final Path EXAMPLE = Path.of("src/test/resources/plan/example.json");
    private static final Provenance FROM = new Provenance(Instant.EPOCH, null, "prober run");
    private static final Cause CAUSE = new Cause("a", "b", "c", "d", List.of("plaintext"), "");

    @Test
    void aTapThatNobodyReadIsEmptyAndNoProof() throws IOException {
        Plan plan = PlanFile.read(EXAMPLE);

        Report report = Judgement.of(
                new RunRecord(
                        plan,
                        List.of(),
                        TenantRecord.NOT_ASKED,
                        List.of(CAUSE),
                        Map.of("d", "e"),
                        "1 of 3",
                        MeshStatements.NONE,
                        List.of(),
                        Map.of("node-1", List.of("00")),
                        FROM),
                FailOn.FAIL);

        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(report.runKey()).isEqualTo(plan.run());
        assertThat(report.paths().getFirst().verdict().encryption().reason()).isEqualTo(EncryptionReason.DROPPED);
        assertThat(report.taps()).containsExactly(new TapReport(plan.taps().getFirst(), null, List.of("00")));
        assertThat(report.causes()).containsExactly(CAUSE);
        assertThat(report.environment()).containsExactly(Map.entry("d", "e"));
        assertThat(report.leftOut()).isEqualTo("1 of 3");
        assertThat(report.provenance()).isEqualTo(FROM);
    }

    @Test
    void everyTapGetsItsReading() throws IOException {
        Plan plan = PlanFile.read(EXAMPLE);
        TapReading reading = new TapReading("node-1", 1234, 99, 1, 2, 0, List.of(), List.of());
        NodeEvidence node = new NodeEvidence("node-1", List.of(reading), List.of(), List.of(), List.of(), List.of());

        assertThat(Judgement.of(new RunRecord(plan, List.of(node)), FailOn.FAIL).taps())
                .containsExactly(new TapReport(plan.taps().getFirst(), reading));
    }

    @Test
    void notesStandBehindTheFindingsOfTheirPathAndChangeNoVerdict() throws IOException {
        Plan plan = PlanFile.read(EXAMPLE);
        PathVerdict alone = first(Judgement.of(new RunRecord(plan, List.of()), FailOn.FAIL));

        PathVerdict noted = first(Judgement.of(
                said(
                        plan,
                        MeshStatements.NONE,
                        new RunNote("0001", "its client was lost: no node"),
                        new RunNote("ffff", "of a path that is not there"),
                        new RunNote("0001", "its server ended")),
                FailOn.FAIL));

        assertThat(noted)
                .isEqualTo(alone.beside(List.of("its client was lost: no node", "its server ended")))
                .isNotEqualTo(alone);
        assertThat(noted.encryption().reason()).isEqualTo(alone.encryption().reason());
    }

    @Test
    void whatTheMeshDidNotSayIsACauseThatExplainsNothing() throws IOException {
        Cause unread = new Cause("unreadable", "a", "b", "c", List.of(), "d");

        Report report =
                Judgement.of(said(PlanFile.read(EXAMPLE), new MeshStatements(List.of(), List.of(unread))), FailOn.FAIL);

        assertThat(report.causes()).containsExactly(CAUSE, unread);
    }

    private static RunRecord said(Plan plan, MeshStatements statements, RunNote... notes) {
        return new RunRecord(
                plan,
                List.of(),
                TenantRecord.NOT_ASKED,
                List.of(CAUSE),
                Map.of(),
                "",
                statements,
                List.of(notes),
                Map.of(),
                Provenance.UNKNOWN);
    }

    private static PathVerdict first(Report report) {
        return report.paths().getFirst().verdict();
    }

    @Test
    void capturesLieBesideThePlan(@TempDir Path folder) throws IOException {
        Path plan = Files.copy(EXAMPLE, folder.resolve("plan.json"));

        assertThatThrownBy(() -> Analysis.ofPlan(plan, VxlanPorts.usual()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("node-1.pcap").toString());
    }
}
