package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.model.Explanations;
import io.ambientprober.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/causes.md is where every cause leads. */
class CauseDocsTest {
    private static final Path PAGE = Path.of("../docs/causes.md");
    private static final List<String> UNKNOWN = List.of(CauseTable.UNREADABLE, CauseTable.MALFORMED);

    @Test
    void everyCauseHasItsHeadingInTheOrderOfTheTable() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("### "))
                        .map(line -> line.substring(4)))
                .containsExactlyElementsOf(
                        Stream.concat(CauseTable.ROWS.stream().map(CauseRow::id), UNKNOWN.stream())
                                .toList());
    }

    /** Of a hint: the report that names a cause says {@code prober explain} and its name. */
    @Test
    void everyCauseCanBeExplained() {
        assertThat(Explanations.packed().causes())
                .containsAll(UNKNOWN)
                .containsAll(CauseTable.ROWS.stream().map(CauseRow::id).toList());
    }

    @Test
    void theTableSaysWhatTheRowsExplain() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        assertThat(CauseTable.ROWS)
                .allSatisfy(row -> assertThat(lines)
                        .anyMatch(line -> line.startsWith("| [" + row.id() + "](#" + row.id() + ") |")
                                && line.endsWith("| " + codes(row) + " |")));
    }

    private static String codes(CauseRow row) {
        return row.explains().stream().map(Reason::code).collect(Collectors.joining(", "));
    }
}
