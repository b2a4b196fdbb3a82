package io.ambientprober.e2e;

import io.ambientprober.e2e.ClusterCell.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a cluster does to a run, and when: it ends in time and as it may, and after {@code prober cleanup} nothing is left. */
@Tag("cluster")
@Tag("long")
final class ClusterFaultsTest {
    static Stream<ClusterCell> cells() {
        return ClusterCell.all()
                .filter(cell -> Stream.of(cell.fault(), cell)
                        .anyMatch(named -> named.toString().matches(TestCluster.ROWS)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aRunEndsAsItMay(ClusterCell cell, @TempDir Path folder) {
        TestBed.assume();
        Result result = cell.strike(folder, List.of());
        long removed = Command.run(TestCluster.prober("cleanup", "--all"))
                .requireSuccess()
                .lines()
                .filter(line -> line.startsWith("removed "))
                .count();
        TestTable.add(result.row() + " " + removed + " |");

        TestCluster.assertNothingIsLeft();
        result.assertRight();
    }
}
