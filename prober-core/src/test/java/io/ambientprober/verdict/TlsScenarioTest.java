package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scenario.Variant;
import io.ambientprober.traffic.TlsScenarios;
import io.ambientprober.wire.LinkType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handshake chose, and what its records hold, decides as the row says, in segments of any size. */
@ParameterizedClass
@MethodSource("scenarios")
class TlsScenarioTest {
    @Parameter
    Scenario scenario = TlsScenarios.all().getFirst();

    static List<Scenario> scenarios() {
        return TlsScenarios.all();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 61, 536, 1448, 60_000})
    void inSegmentsOf(int mss) {
        assertJudged(new Variant(false, LinkType.LINUX_SLL2, mss));
    }

    @Test
    void overIpv6() {
        assertJudged(new Variant(true, LinkType.ETHERNET, 1428));
    }

    private void assertJudged(Variant variant) {
        assertThat(scenario.scene(variant).judge().line("0001"))
                .as("%s %s", scenario, variant)
                .isEqualTo(scenario.expected());
    }
}
