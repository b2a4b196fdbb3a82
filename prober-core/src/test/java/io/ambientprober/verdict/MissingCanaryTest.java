package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Excision;
import io.ambientprober.traffic.HardCaptures;
import io.ambientprober.traffic.HealthyScenarios;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.CaptureFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** As many bytes as one canary, cut out of an HBONE connection as if they had gone another way: not one path on it may pass. */
class MissingCanaryTest {
    private static final int CUTS = 12;

    @Test
    void keepsGeneratedTrafficFromPassing() {
        assertThat(cuts(HealthyScenarios.scenes())).as("cuts").isGreaterThan(100);
        assertThat(cuts(Scenario.scenes())).as("cuts").isGreaterThan(100);
    }

    @Test
    void keepsCapturesFromPassing() throws IOException {
        List<Scene> scenes = new ArrayList<>();
        for (String set : Corpus.sets().toList()) {
            scenes.add(Corpus.scene(set));
        }
        for (String set : HardCaptures.sets().toList()) {
            try {
                scenes.add(HardCaptures.scene(set));
            } catch (CaptureFormatException e) {
                assertThat(e).as("its file is what is wrong").hasMessageContaining(set);
            }
        }
        assertThat(cuts(scenes)).as("cuts").isGreaterThan(100);
    }

    private static int cuts(List<Scene> scenes) {
        int done = 0;
        for (Scene scene : scenes) {
            for (int number = 0; number < Seeds.rounds(CUTS); number++) {
                Excision cut = Excision.any(scene, Seeds.random("cut", scene, number));
                if (cut.isPossible()) {
                    done++;
                    assertMissed(scene, number, cut);
                }
            }
        }
        return done;
    }

    private static void assertMissed(Scene scene, int number, Excision cut) {
        Verdicts after = cut.from(scene).judge();
        assertThat(cut.paths())
                .allSatisfy(id -> assertThat(
                                Objects.requireNonNull(after.paths().get(id)).encryption())
                        .as("%s, %s, cut %d: %s (%s)", scene, id, number, cut, Seeds.hint())
                        .extracting(Ruling::verdict)
                        .isNotEqualTo(Verdict.PASS));
    }
}
