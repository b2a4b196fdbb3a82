package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same packets in another kind of file are judged the same. */
class FileFormatTest {
    @TempDir
    Path folder = Path.of("");

    static Stream<String> sets() throws IOException {
        return Corpus.sets();
    }

    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void doesNotMatterToLabelledSets(String set) throws IOException {
        assertSame(Corpus.scene(set));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void doesNotMatterToScenarios(Scenario scenario) throws IOException {
        assertSame(scenario.scene());
    }

    private void assertSame(Scene scene) throws IOException {
        List<String> expected = scene.judge().lines();
        for (SceneFiles format : SceneFiles.values()) {
            format.write(scene, folder);
            Verdicts verdicts = Verdicts.of(
                    scene.plan(),
                    Correlation.of(scene.plan(), Analysis.read(scene.plan(), folder, VxlanPorts.usual())));
            // pcap cannot say what pcapng statistics say
            if (scene.recordings().stream().allMatch(recording -> recording.dropped() == 0)) {
                assertThat(verdicts.lines()).as("%s as %s", scene, format).isEqualTo(expected);
            }
        }
    }
}
