package io.ambientprober.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.image.Command.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands of an image for another architecture, under an emulator of its processor: {@code scripts/test-image --arch}. Nothing is
 * captured, as the emulator passes on no option of a packet socket.
 */
@Tag("emulated")
class EmulatedImageTest {
    private static final String EMULATOR = System.getProperty("prober.image.emulator", "");
    private static final Path ROOT = Path.of(System.getProperty("prober.image.root", ""));
    private static final Path HOME = ROOT.resolve("opt/prober");
    private static final Path SAMPLES =
            Path.of("..", "samples").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"prober", "prober-agent"})
    void commandTellsItsUsage(String command) throws Exception {
        Ending ending = run("bin/" + command, "--help");

        assertThat(ending.err()).isEmpty();
        assertThat(ending.out()).contains("Usage: " + command);
        assertThat(ending.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"healthy, 0, PASS", "masked, 1, FAIL"})
    void samplesAreJudgedAsOnEveryMachine(String sample, int exitCode, String verdict) throws Exception {
        Ending ending =
                run("bin/prober", "analyze", "--plan", SAMPLES.resolve(sample).toString());

        assertThat(ending.err()).isEmpty();
        assertThat(ending.out()).contains(verdict + ": ");
        assertThat(ending.exitCode()).isEqualTo(exitCode);
    }

    private static Ending run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(EMULATOR, "-L", ROOT.toString(), HOME.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return Command.run(command.toArray(String[]::new));
    }
}
