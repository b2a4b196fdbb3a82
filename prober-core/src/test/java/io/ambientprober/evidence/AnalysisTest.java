package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How reading captures ends: with all that they hold, or with what went wrong. */
class AnalysisTest {
    private static final Scene SCENE = Scenario.all().getFirst().scene();

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsWhatTheTapsHold() throws IOException {
        SceneFiles.PCAP_NANOS.write(SCENE, folder);

        assertThat(Analysis.read(SCENE.plan(), folder, VxlanPorts.usual())).isEqualTo(SCENE.observe());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void endsWithTheFirstCaptureThatCannotBeRead(int tap) throws IOException {
        SceneFiles.PCAP_NANOS.write(SCENE, folder);
        String file = SCENE.plan().taps().get(tap).files().getFirst();
        Files.delete(folder.resolve(file));

        assertThatThrownBy(() -> Analysis.read(SCENE.plan(), folder, VxlanPorts.usual()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file);
    }

    /** A thread that is told to stop does, and still knows it. */
    @Test
    void endsWhenInterrupted() throws IOException {
        SceneFiles.PCAP_NANOS.write(SCENE, folder);

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Analysis.read(SCENE.plan(), folder, VxlanPorts.usual()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
