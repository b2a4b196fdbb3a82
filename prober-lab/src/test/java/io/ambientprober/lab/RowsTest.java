package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.lab.scenario.PathReasons;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.report.text.Style;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.ServicePathReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Duration TOOK = Duration.ofMillis(61_900);
    private static final Scenario SHORT = scenario("a", "nothing");
    private static final Scenario LONG = scenario("longer", "the whole mesh");

    private final Rows rows = new Rows(List.of(SHORT, LONG), Style.PLAIN);

    @Test
    void standInColumns() {
        assertThat(rows.listed(SHORT)).isEqualTo("a       nothing");
        assertThat(rows.listed(LONG)).isEqualTo("longer  the whole mesh");
        assertThat(rows.of(SHORT, new Showing.Skipped("no IPv6")))
                .containsExactly("- a       nothing         skipped: no IPv6");
        assertThat(rows.of(LONG, new Showing.Broken("no room\u001b[2J")))
                .containsExactly("x longer  the whole mesh  not judged: no room\\u{1b}[2J");
    }

    @Test
    void countWhatWasTried() {
        Showing skipped = new Showing.Skipped("no IPv6");
        Showing broken = new Showing.Broken("no room");

        assertThat(rows.closing(List.of(), TOOK)).isEqualTo("+ 0 scenarios, each judged right, in 61 s");
        assertThat(rows.closing(List.of(broken), TOOK)).isEqualTo("x 1 of 1 scenario not judged right, in 61 s");
        assertThat(rows.closing(List.of(skipped, broken, broken), TOOK))
                .isEqualTo("x 2 of 2 scenarios not judged right, 1 skipped, in 61 s");
    }

    private static Scenario scenario(String name, String broken) {
        return new Scenario(
                name, broken, Set.of(), new PathReasons(EncryptionReason.HBONE, ServicePathReason.SERVICE, null), null);
    }
}
