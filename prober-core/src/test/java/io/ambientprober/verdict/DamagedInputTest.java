package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Damage;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.CaptureFormatException;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged captures and plans end in a verdict or in the exception that says where; nothing that was not PASS becomes it. */
class DamagedInputTest {
    /** Packets of a capture that are damaged: enough for a handshake, controls and tokens, and for thousands of cases. */
    private static final int PREFIX = 60;

    private static final List<String> SETS = List.of(
            "a",
            "d",
            "gro",
            "ipv6-leak",
            "n",
            "one-tap-leak",
            "pcapng-ns",
            "pqc-split",
            "sll1",
            "snaplen200",
            "vxlan-leak");
    private static final List<Damage> DAMAGES = List.of(Damage.values());
    private static final List<SceneFiles> FORMATS = List.of(SceneFiles.values());
    private static final String PLAN = "plan.json";
    private static final long MAX_GROWTH = 64L << 20;

    @TempDir
    Path folder = Path.of("");

    /** @param files by their names, the plan among them */
    private record Sample(String name, Map<String, byte[]> files, Verdicts whole) {}

    @Test
    void isRefusedOrJudgedNoBetter() throws IOException {
        damage(5_000, Duration.ofMinutes(3));
    }

    @Test
    @Tag("long")
    void isRefusedOrJudgedNoBetterForLong() throws IOException {
        damage(200_000, Duration.ofHours(2));
    }

    private void damage(int cases, Duration limit) throws IOException {
        List<Sample> samples = samples();
        long before = usedHeap();
        assertTimeoutPreemptively(limit, () -> {
            for (int i = 0; i < Seeds.rounds(cases); i++) {
                damage(samples.get(i % samples.size()), i);
            }
        });
        assertThat(usedHeap() - before).as("bytes that stayed on the heap").isLessThan(MAX_GROWTH);
    }

    private void damage(Sample sample, int number) throws IOException {
        RandomGenerator random = Seeds.random("damage", sample.name(), number);
        Damage damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
        boolean planToo = random.nextInt(10) == 0;
        String title = sample.name() + ": " + damage + ", case " + number + " (" + Seeds.hint() + ")";
        for (Map.Entry<String, byte[]> file : sample.files().entrySet()) {
            boolean damaged = file.getKey().equals(PLAN) ? planToo : random.nextInt(3) > 0;
            byte[] bytes = damaged ? damage.of(file.getValue(), random) : file.getValue();
            Files.write(folder.resolve(file.getKey()), bytes);
        }
        Verdicts verdicts = judge(title);
        if (verdicts != null && !planToo) {
            assertNotBetter(title, sample.whole(), verdicts);
        }
    }

    /** Null when the input was refused in the way that ends in exit code 64. */
    private @Nullable Verdicts judge(String title) {
        try {
            Plan plan = PlanFile.read(folder.resolve(PLAN));
            return Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, folder, VxlanPorts.usual())));
        } catch (CaptureFormatException | PlanFormatException | NoSuchFileException e) {
            assertThat(e).as(title).hasMessageContaining(folder.toString());
            return null;
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(title, e);
        }
    }

    private static void assertNotBetter(String title, Verdicts whole, Verdicts damaged) {
        whole.paths().forEach((id, path) -> {
            Verdict before = path.encryption().verdict();
            Verdict after = Objects.requireNonNull(damaged.paths().get(id), id)
                    .encryption()
                    .verdict();
            assertThat(after == Verdict.PASS && before != Verdict.PASS)
                    .as("%s: %s became better: %s -> %s", title, id, whole.line(id), damaged.line(id))
                    .isFalse();
        });
    }

    private List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String set : SETS) {
            samples.add(sample(set));
        }
        for (Scenario scenario : Scenario.all()) {
            samples.add(sample(scenario));
        }
        return samples;
    }

    private Sample sample(String set) throws IOException {
        return sample(set, Corpus.scene(set).each(frames -> frames.subList(0, Math.min(PREFIX, frames.size()))));
    }

    private Sample sample(Scenario scenario) throws IOException {
        return sample(scenario.toString(), scenario.scene());
    }

    private Sample sample(String name, Scene scene) throws IOException {
        SceneFiles format = FORMATS.get(Math.floorMod(name.hashCode(), FORMATS.size()));
        format.write(scene, folder);
        PlanFile.write(scene.plan(), folder.resolve(PLAN));
        return sample(name + " as " + format, scene.plan());
    }

    /** Of the files in the folder. */
    private Sample sample(String name, Plan plan) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(PLAN, Files.readAllBytes(folder.resolve(PLAN)));
        for (Tap tap : plan.taps()) {
            for (String file : tap.files()) {
                files.put(file, Files.readAllBytes(folder.resolve(file)));
            }
        }
        return new Sample(name, files, Objects.requireNonNull(judge(name), name));
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
