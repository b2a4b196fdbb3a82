package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The captures that the README invites to try give what it says. */
final class SamplesTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    @Test
    void healthyPasses() throws IOException {
        Report report =
                Judgement.of(Analysis.ofPlan(SAMPLES.resolve("healthy/plan.json"), VxlanPorts.usual()), FailOn.FAIL);

        assertThat(report.run()).isEqualTo(RunVerdict.PASS);
        assertThat(report.paths()).hasSize(6);
    }

    @Test
    void maskedFails() throws IOException {
        Report report =
                Judgement.of(Analysis.ofPlan(SAMPLES.resolve("masked/plan.json"), VxlanPorts.usual()), FailOn.FAIL);

        assertThat(report.run()).isEqualTo(RunVerdict.FAIL);
        assertThat(report.paths())
                .extracting(path -> path.verdict().encryption().reason().code())
                .containsExactly("plaintext", "plaintext-masked");
    }
}
