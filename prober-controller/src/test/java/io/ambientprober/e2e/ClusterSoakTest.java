package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.e2e.ClusterCell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs back to back, by turns with canaries of their own and with standing ones, every tenth struck by a fault: each ends as it may, what lives
 * between them does not grow, and at the end all is as it was before.
 */
@Tag("cluster")
@Tag("long")
final class ClusterSoakTest {
    private static final int RUNS =
            Integer.parseInt(Objects.requireNonNullElse(System.getenv("PROBER_E2E_RUNS"), "10"));
    private static final int STRUCK = 10;
    /** A prime number, so that no cell comes again before all came. */
    private static final int FAR = 17;

    /** Until kubelets and kube-proxies have taken away what belonged to pods and Services. */
    private static final Duration TIDIED = Duration.ofMinutes(3);

    private final List<Result> results = new ArrayList<>();
    private final LongLiving living = new LongLiving();

    @Test
    void nothingGrowsAndNothingIsLeft(@TempDir Path folder) throws IOException {
        TestBed.assume();
        TestCluster.healthy();
        List<String> before = Traces.all();
        try {
            for (int number = 1; number <= RUNS; number++) {
                run(number, Files.createDirectory(folder.resolve(Integer.toString(number))));
                living.read();
            }
        } finally {
            tell();
            Command.run(TestCluster.prober("cleanup", "--standing")).requireSuccess();
        }

        await().atMost(TIDIED).untilAsserted(() -> assertThat(Traces.all()).containsExactlyElementsOf(before));
        assertThat(living.own()).as("standing canaries").hasSameSizeAs(TestCluster.nodes());
        assertThat(living.own())
                .allSatisfy(own -> assertThat(own.isFlat()).as(own.row()).isTrue());
    }

    private void run(int number, Path folder) {
        Result result = cell(number).strike(folder, number % 2 == 0 ? List.of() : List.of("--standing"));
        results.add(result);
        if (isStruck(number)) {
            TestCluster.cleanUpRuns();
        }
        TestCluster.assertNothingIsLeft();
        result.assertRight();
    }

    private static boolean isStruck(int number) {
        return number % STRUCK == 0;
    }

    private static ClusterCell cell(int number) {
        List<ClusterCell> faults = ClusterCell.all()
                .filter(cell -> cell.fault() != ClusterFault.NOTHING)
                .toList();
        return isStruck(number)
                ? faults.get(number / STRUCK * FAR % faults.size())
                : new ClusterCell(ClusterFault.NOTHING, ClusterStep.AGENTS);
    }

    private void tell() {
        TestTable.add("| process | memory, first third | last third | descriptors, first third | last third | |");
        TestTable.add("| --- | --- | --- | --- | --- | --- |");
        Stream.concat(living.own().stream(), living.others().stream())
                .map(LongLivingProcess::row)
                .forEach(TestTable::add);
        TestTable.add("\n| fault | step | exit code | took |\n| --- | --- | --- | --- |");
        results.stream()
                .filter(result -> result.cell().fault() != ClusterFault.NOTHING)
                .map(Result::row)
                .forEach(TestTable::add);
        LongSummaryStatistics seconds = results.stream()
                .filter(result -> result.cell().fault() == ClusterFault.NOTHING)
                .mapToLong(result -> result.took().toSeconds())
                .summaryStatistics();
        TestTable.add("\n%d runs that nothing struck took %d to %d s"
                .formatted(seconds.getCount(), seconds.getMin(), seconds.getMax()));
    }
}
