package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.TenantSamples;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    @ParameterizedTest
    @CsvSource({
        "'', NOT_JUDGED, NOT_JUDGED",
        "STARTING SIDECAR, NOT_JUDGED, NOT_JUDGED",
        "STARTING HBONE, PASS, PASS",
        "EXPIRING HBONE, PASS, FAIL",
        "HBONE NOT_SWEPT, INCONCLUSIVE, INCONCLUSIVE",
        "NOT_SWEPT EXPIRED HBONE, FAIL, FAIL"
    })
    void aSectionComesToWhatARunOfItAloneWould(String reasons, Verdict verdict, Verdict failingOnWarnings) {
        Check check = pods(reasons);

        assertThat(check.verdict(FailOn.FAIL)).isEqualTo(verdict);
        assertThat(check.verdict(FailOn.WARN)).isEqualTo(failingOnWarnings);
    }

    @Test
    void itIsCounted() {
        assertThat(pods("").counts()).isEqualTo("no pods");
        assertThat(pods("HBONE").counts()).isEqualTo("1 pod: 1 passed");
        assertThat(pods("HBONE EXPIRED HBONE").counts()).isEqualTo("3 pods: 1 failed, 2 passed");
    }

    @Test
    void whatWasNotAskedHasNoList() {
        Check check = new Check("pods", "pod", new NotAsked<>("why"), List.of());

        assertThat(check.asked()).isFalse();
        assertThat(check.list()).isEmpty();
    }

    private static Check pods(String reasons) {
        return new Check(
                "pods",
                "pod",
                new Asked<>(Arrays.stream(reasons.split(" "))
                        .filter(reason -> !reason.isEmpty())
                        .map(PodReason::valueOf)
                        .<Checked>map(
                                reason -> TenantSamples.pod("a", "b", "node-1", "Deployment/c", reason, Instant.EPOCH))
                        .toList()),
                List.of());
    }
}
