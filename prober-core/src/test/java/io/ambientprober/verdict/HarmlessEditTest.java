package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Edit;
import io.ambientprober.traffic.Harmless;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Truth does not depend on how it is shown: the same traffic, captured otherwise, is judged the same. */
class HarmlessEditTest {
    private static final int COMBINATIONS = 6;

    static Stream<String> sets() throws IOException {
        return Corpus.sets();
    }

    static List<Scene> scenes() {
        return Scenario.scenes();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void changesNoLabelledVerdict(String set) throws IOException {
        assertUnchanged(Corpus.scene(set));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void changesNoSyntheticVerdict(Scene scene) {
        assertUnchanged(scene);
    }

    private static void assertUnchanged(Scene scene) {
        List<String> before = scene.judge().lines();
        for (int round = 0; round < Seeds.rounds(1); round++) {
            for (Edit edit : edits(scene, round)) {
                Scene edited = edit.apply(scene, Seeds.random(scene, edit, round));
                assertThat(edited.judge().lines())
                        .as("%s: %s, round %d (%s)", scene, edit, round, Seeds.hint())
                        .isEqualTo(before);
            }
        }
    }

    private static List<Edit> edits(Scene scene, int round) {
        Stream<Edit> combinations = Harmless.combinations(Seeds.random("combinations", scene, round), COMBINATIONS);
        return Stream.concat(Harmless.all().stream(), combinations)
                .filter(edit -> !mixesConnections(scene, edit))
                .toList();
    }

    /** A known limit: data that overtakes the SYN of a port used again is taken for the earlier connection's; then INCONCLUSIVE. */
    private static boolean mixesConnections(Scene scene, Edit edit) {
        return scene.name().contains("from the same port") && edit.name().contains("reorder");
    }
}
