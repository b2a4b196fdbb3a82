package io.ambientprober.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever befalls a run, and when: it ends in time and as it may, never proves what was not, and leaves nothing. */
@Tag("root")
@Timeout(240)
class FaultsTest {
    /** The step at which a fault does most harm, or where it did some once. */
    private static final List<String> SAMPLE = List.of(
            "agent-killed/flows",
            "server-killed/servers",
            "controller-killed/canaries",
            "node-gone/canaries",
            "ways-cut/captures",
            "program-missing/agents",
            "disk-full/captures",
            "agents-disk-full/canaries",
            "loss-5/survey",
            "clock-ahead/agents",
            "clock-back/pods",
            "ring-small/canaries");

    private static Matrix matrix;

    @BeforeAll
    static void build() throws Exception {
        matrix = new Matrix(null);
    }

    @AfterAll
    static void takeAway() throws Exception {
        matrix.close();
    }

    static Stream<Named<Cell>> sample() {
        return named().filter(cell -> SAMPLE.contains(cell.getName()));
    }

    /** All others. */
    static Stream<Named<Cell>> rest() {
        return named().filter(cell -> !SAMPLE.contains(cell.getName()));
    }

    private static Stream<Named<Cell>> named() {
        return Cell.of(Faults.ALL).stream().map(cell -> Named.of(cell.toString(), cell));
    }

    @ParameterizedTest
    @MethodSource("sample")
    void aRunEndsAsItMay(Cell cell) throws Exception {
        assertEndsAsItMay(cell);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("rest")
    void aRunEndsAsItMayAtEveryStep(Cell cell) throws Exception {
        assertEndsAsItMay(cell);
    }

    private static void assertEndsAsItMay(Cell cell) throws Exception {
        Optional<String> obstacle = Faults.obstacle(cell.fault());
        assumeTrue(obstacle.isEmpty(), obstacle::orElseThrow);

        CellResult result = matrix.call(cell);

        assertThat(result.wrong()).as("it said %s", result.said()).isEmpty();
    }
}
