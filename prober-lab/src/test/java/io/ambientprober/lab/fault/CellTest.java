package io.ambientprober.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.run.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a cell of the matrix holds a run against, and how the matrix is shown. */
class CellTest {
    private static final Cell KILLED = new Cell(Faults.named("agent-killed").orElseThrow(), Step.CANARIES);
    private static final Duration SHORT = Duration.ofMillis(4200);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String DOCUMENT = """
            before
            <!-- matrix: scripts/faults --write -->
            | | old |
            | nothing | 0, 3 s |
            | agent-killed | old |
            <!-- end of the matrix -->
            after
            """;

    private static CellResult ended(Ending ending, Duration took, String... wrong) {
        return CellResult.of(KILLED, ending, took, LONGEST, List.of(), List.of(wrong));
    }

    @Test
    void everyStepHasItsPlace() {
        assertThat(Endings.STEPS).containsExactlyInAnyOrder(Step.values());
    }

    /** But the run that lost 30 % of its packets, whose canaries may not have arrived. */
    @Test
    void noRunMayFailForAFault() {
        assertThat(Cell.of(Faults.ALL))
                .hasSizeGreaterThan(100)
                .allSatisfy(cell -> assertThat(cell.endings()).doesNotContain(Ending.FAIL));
        assertThat(Cell.of(Faults.ALL))
                .filteredOn(cell -> cell.endings().contains(Ending.NOT_DELIVERED))
                .allSatisfy(cell -> assertThat(cell.fault().name()).isEqualTo("loss-30"));
    }

    @Test
    void holdsARunAgainstHowItMayEnd() {
        assertThat(ended(Ending.INCONCLUSIVE, SHORT).wrong()).isEmpty();
        assertThat(ended(Ending.PASS, SHORT).wrong())
                .containsExactly("it ended with PASS, and may with [INCONCLUSIVE]");
        assertThat(ended(Ending.INCONCLUSIVE, LONGEST.plusSeconds(1)).wrong())
                .containsExactly("it took 61 s, and may take 60 s");
        assertThat(ended(Ending.INCONCLUSIVE, SHORT, "left behind: pod x").wrong())
                .containsExactly("left behind: pod x");
    }

    @Test
    void putsItsRowInThePlaceOfTheOldOne() throws Exception {
        String written = MatrixTable.with(DOCUMENT, List.of(ended(Ending.INCONCLUSIVE, SHORT)));

        assertThat(written.lines().toList())
                .startsWith("before", "<!-- matrix: scripts/faults --write -->")
                .contains("| nothing | 0, 3 s |")
                .contains("| agent-killed | – | – | – | – | – | – | – | 2, 5 s | – | – | – | – |")
                .doesNotContain("| agent-killed | old |", "| | old |")
                .endsWith("<!-- end of the matrix -->", "after");
        assertThat(MatrixTable.with(written, List.of())).isEqualTo(written);
    }

    @Test
    void showsWhatIsWrong() throws Exception {
        assertThat(MatrixTable.with(DOCUMENT, List.of(ended(Ending.PASS, SHORT))))
                .contains("| **0, 5 s** |");
    }

    @Test
    void refusesADocumentWithoutItsPlace() {
        assertThatThrownBy(() -> MatrixTable.with("no place", List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no line '<!-- matrix:");
    }
}
