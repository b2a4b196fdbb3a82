package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.flow.Traffic;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruling;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageReportTest {
    @Test
    void aPodThatWasNotJudgedIsNotCoveredAndHasAName() {
        CoverageReport coverage = CoverageReport.of(record(null), pods(pod(PodReason.HBONE_REFUSED), notSwept()));

        assertThat(coverage.pods())
                .isEqualTo(new Asked<>(new Share(1, 2, List.of(new Gap("a/b on node", "node-3 has no agent")))));
    }

    @Test
    void podsThatNobodyLookedAtAreCountedAndHaveNoName() {
        CoverageReport coverage = CoverageReport.of(record(7), pods(pod(PodReason.HBONE)));

        assertThat(coverage.pods()).isEqualTo(new Asked<>(new Share(1, 7, List.of())));
        assertThat(CoverageJson.of(coverage).at("/pods/more").intValue()).isEqualTo(6);
    }

    /** Pods come and go between two listings. */
    @Test
    void neverAreMorePodsCoveredThanThereAre() {
        assertThat(CoverageReport.of(record(1), pods(pod(PodReason.HBONE), pod(PodReason.HBONE)))
                        .pods())
                .isEqualTo(new Asked<>(new Share(2, 2, List.of())));
    }

    @Test
    void atMostAHundredHaveNames() {
        PodVerdict[] open = Collections.nCopies(250, notSwept()).toArray(PodVerdict[]::new);

        CoverageReport coverage = CoverageReport.of(record(300), pods(open));

        assertThat(CoverageJson.of(coverage).at("/pods/not")).hasSize(100);
        assertThat(CoverageJson.of(coverage).at("/pods/more").intValue()).isEqualTo(200);
    }

    @Test
    void whatWasNotAskedSaysWhy() {
        CoverageReport coverage = CoverageReport.of(TenantRecord.NOT_ASKED, Checks.canaries("no right to watch pods"));

        assertThat(coverage.pairs()).isEqualTo(new NotAsked<>("no right to watch pods"));
        assertThat(coverage.nodes()).isEqualTo(new NotAsked<>("nobody counted them"));
        assertThat(coverage.words()).isEmpty();
        assertThat(CoverageJson.of(coverage).at("/pairs").toString())
                .isEqualTo("{\"asked\":false,\"reason\":\"no right to watch pods\"}");
    }

    @Test
    void pairsAreThoseThatWereSeen() {
        Checks checks = new Checks(
                null,
                new NotAsked<>(""),
                new Asked<>(new FlowVerdicts(
                        List.of(TenantSamples.flow("a/b/c", "d/e/f", 15008, new Traffic(1, 2, 3))), List.of())));

        assertThat(CoverageReport.of(record(null), checks).pairs()).isEqualTo(new Asked<>(new Share(1, 1, List.of())));
    }

    private static Checks pods(PodVerdict... pods) {
        return new Checks(null, new Asked<>(List.of(pods)), new NotAsked<>(""));
    }

    private static PodVerdict pod(PodReason reason) {
        return TenantSamples.pod("a", "b", "node", "Pod/b", reason, Instant.EPOCH);
    }

    private static PodVerdict notSwept() {
        PodVerdict pod = pod(PodReason.NOT_SWEPT);
        return new PodVerdict(
                pod.pod(),
                pod.node(),
                pod.workload(),
                new Ruling<>(PodReason.NOT_SWEPT, List.of("node-3 has no agent")),
                "",
                null,
                null,
                null);
    }

    private static TenantRecord record(@Nullable Integer enrolled) {
        return new TenantRecord(null, new NotAsked<>(""), new NotAsked<>(""), Share.NONE, Share.NONE, enrolled);
    }
}
