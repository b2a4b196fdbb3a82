package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Edit;
import io.ambientprober.traffic.Harmless;
import io.ambientprober.traffic.HealthyScenarios;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scenario.Variant;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.LinkType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No strictness costs a healthy mesh its PASS, however its traffic is shown. */
@ParameterizedClass
@MethodSource("scenarios")
class HealthyTrafficTest {
    private static final int COMBINATIONS = 6;

    @Parameter
    Scenario scenario = HealthyScenarios.all().getFirst();

    static List<Scenario> scenarios() {
        return HealthyScenarios.all();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 63, 536, 1448, 16_384, 60_000})
    void passesInSegmentsOf(int mss) {
        assertPasses(
                scenario.scene(new Variant(false, LinkType.LINUX_SLL2, mss)).judge(), "segments");
        assertPasses(scenario.scene(new Variant(true, LinkType.ETHERNET, mss)).judge(), "segments, IPv6");
    }

    @ParameterizedTest
    @ValueSource(ints = {1448, 60_000})
    void passesHoweverItIsShown(int mss) {
        Scene scene = scenario.scene(new Variant(false, LinkType.LINUX_SLL2, mss));
        Stream<Edit> combinations = Harmless.combinations(Seeds.random("healthy", scene), Seeds.rounds(COMBINATIONS));
        Stream.concat(Harmless.all().stream(), combinations)
                .forEach(edit -> assertPasses(
                        edit.apply(scene, Seeds.random(scene, edit)).judge(), edit + " (" + Seeds.hint() + ")"));
    }

    private void assertPasses(Verdicts verdicts, String shown) {
        assertThat(verdicts.line("0001"))
                .as("%s: %s: %s", scenario, shown, verdicts.paths())
                .isEqualTo(scenario.expected());
        assertThat(verdicts.run()).as("the run of %s: %s", scenario, shown).isEqualTo(RunVerdict.PASS);
    }
}
