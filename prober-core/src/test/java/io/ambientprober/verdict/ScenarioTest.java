package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.OneRule;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scenario.Variant;
import io.ambientprober.wire.LinkType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario is judged as its row says, whatever the address family, the link type and the size of segments. */
@ParameterizedClass
@MethodSource("scenarios")
class ScenarioTest {
    @Parameter
    Scenario scenario = Scenario.all().getFirst();

    static List<Scenario> scenarios() {
        return Stream.concat(Scenario.all().stream(), OneRule.all().stream()).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = LinkType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"IPV6", "OTHER"})
    void overIpv4(LinkType linkType) {
        assertJudged(new Variant(false, linkType, 1448));
    }

    @ParameterizedTest
    @EnumSource(
            value = LinkType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"IPV4", "OTHER"})
    void overIpv6(LinkType linkType) {
        assertJudged(new Variant(true, linkType, 1428));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 31, 32, 33, 63, 76, 536, 1200, 16_384, 60_000})
    void inSegmentsOf(int mss) {
        assertJudged(new Variant(false, LinkType.LINUX_SLL2, mss));
    }

    private void assertJudged(Variant variant) {
        assertThat(scenario.scene(variant).judge().line("0001"))
                .as("%s %s", scenario, variant)
                .isEqualTo(scenario.expected());
        assertThat(scenario.scene(variant).judge().line("c0de"))
                .as("the control of %s %s", scenario, variant)
                .isEqualTo("EXPECTED plaintext; NOT_JUDGED not-in-mesh; NOT_JUDGED not-tried");
    }
}
