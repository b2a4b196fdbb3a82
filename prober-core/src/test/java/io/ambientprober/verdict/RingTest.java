package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Ring;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tap in several files, as a ring of captures leaves them, is judged as if they were one. */
class RingTest {
    private static final Scene HEALTHY = Scenario.all().getFirst().scene();
    private static final String PATH = "0001";

    @TempDir
    Path folder = Path.of("");

    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    private Ring ring(Scene scene) {
        return new Ring(scene, folder, Seeds.random("ring", scene));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void filesThatFollowOneAnotherAreOne(Scenario scenario) throws IOException {
        Scene scene = scenario.scene();

        assertThat(verdicts(ring(scene).following(5)).lines())
                .isEqualTo(scene.judge().lines());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void filesOfTheSameTimeAreMerged(Scenario scenario) throws IOException {
        Scene scene = scenario.scene();

        assertThat(verdicts(ring(scene).overlapping(5)).lines())
                .isEqualTo(scene.judge().lines());
    }

    @Test
    void manyFilesMayFollowOneAnother() throws IOException {
        Plan plan = ring(HEALTHY).following(300);

        assertThat(verdicts(plan).line(PATH)).startsWith("PASS hbone");
    }

    @Test
    void tooManyAtATimeAreRefusedInOneLine() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);
        Plan plan = withFiles(HEALTHY.plan(), tap -> {
            List<String> names =
                    IntStream.range(0, 65).mapToObj(i -> tap.id() + ".copy" + i).toList();
            names.forEach(name -> copy(tap.files().getFirst(), name));
            return names;
        });

        assertThatThrownBy(() -> verdicts(plan))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "tap node-1: node-1.copy0, node-1.copy64 and 63 more files hold packets of the same time")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileOfTheListThatIsMissingIsNoVerdict() throws IOException {
        Plan plan = ring(HEALTHY).following(3);
        Files.delete(folder.resolve("node-2.pcap1"));

        assertThatThrownBy(() -> verdicts(plan)).isInstanceOf(IOException.class).hasMessageContaining("node-2.pcap1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aTapWithoutOneOfItsFilesHoldsTooFewPackets(int missing) throws IOException {
        Plan ring = ring(HEALTHY).following(3);
        Plan plan = withFiles(
                ring,
                tap -> tap.files().stream()
                        .filter(name -> !name.equals("node-2.pcap" + missing))
                        .toList());

        assertThat(verdict(plan).encryption().findings())
                .singleElement()
                .asString()
                .matches("tap node-2 holds \\d+ of \\d+ packets captured");
    }

    /** In the first file and the last it is a pcap that is cut, in the others the end of a packed stream. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5})
    void eachFileIsWholeByItself(int cut) throws IOException {
        Plan plan = ring(HEALTHY).following(6);
        Path file = folder.resolve("node-2.pcap" + cut);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));

        PathVerdict verdict = verdict(plan);

        assertThat(verdict.encryption().reason()).isEqualTo(EncryptionReason.DROPPED);
        assertThat(verdict.encryption().findings())
                .anyMatch(finding -> finding.matches("tap node-2 is not whole: node-2.pcap" + cut + ": byte \\d+: .*"));
    }

    @Test
    void aFileWithoutPacketsIsWhole() throws IOException {
        Plan plan = ring(HEALTHY).following(3);
        Path file = folder.resolve("node-2.pcap9");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(folder.resolve("node-2.pcap0")), 24));

        Plan more = withFiles(
                plan,
                tap -> tap.id().equals("node-2")
                        ? List.of("node-2.pcap2", "node-2.pcap9", "node-2.pcap0", "node-2.pcap1")
                        : tap.files());
        assertThat(verdict(more).encryption().reason()).isEqualTo(EncryptionReason.HBONE);
    }

    @Test
    void aGlobNamesThemAll() throws IOException {
        Plan plan = ring(HEALTHY).following(4);
        Path file = folder.resolve("plan.json");
        PlanFile.write(withFiles(plan, tap -> List.of(tap.id() + ".pcap?")), file);

        assertThat(verdict(PlanFile.read(file)).encryption().reason()).isEqualTo(EncryptionReason.HBONE);
    }

    /** A disk that is not mounted: what was there may have shown the leak. */
    @Test
    void aGlobLeavesOutNothingThatCannotBeRead() throws IOException {
        Plan plan = ring(HEALTHY).following(4);
        Files.createSymbolicLink(folder.resolve("node-2.pcapX"), folder.resolve("unmounted"));
        Path file = folder.resolve("plan.json");
        PlanFile.write(withFiles(plan, tap -> List.of(tap.id() + ".pcap?")), file);

        assertThatThrownBy(() -> verdict(PlanFile.read(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("node-2.pcapX");
    }

    private static Plan withFiles(Plan plan, Function<Tap, List<String>> files) {
        return new Plan(
                plan.run(),
                plan.hbonePort(),
                plan.policies(),
                plan.paths(),
                plan.taps().stream().map(tap -> tap.withFiles(files.apply(tap))).toList());
    }

    private void copy(String file, String name) {
        try {
            Files.copy(folder.resolve(file), folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PathVerdict verdict(Plan plan) throws IOException {
        return Objects.requireNonNull(verdicts(plan).paths().get(PATH));
    }

    private Verdicts verdicts(Plan plan) throws IOException {
        return Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, folder, VxlanPorts.usual())));
    }
}
