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
import java.util.Arrays;
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
@SuppressWarnings("EnumOrdinal") // a random choice
class DamagedInputTest {
    /** What is damaged of a capture: enough for a handshake, controls and tokens, and for thousands of cases. */
    private static final int PREFIX = 40_000;

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
    private static final long MAX_GROWTH = 64L << 20;

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("ArrayRecordComponent") // held for one test, never compared
    private record Sample(String name, byte[] plan, Map<String, byte[]> captures, Verdicts whole) {}

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
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        boolean planToo = random.nextInt(10) == 0;
        String title = sample.name() + ": " + damage + ", case " + number + " (" + Seeds.hint() + ")";
        byte[] plan = planToo ? damage.of(sample.plan(), random) : sample.plan();
        Files.write(folder.resolve("plan.json"), plan);
        for (Map.Entry<String, byte[]> capture : sample.captures().entrySet()) {
            boolean damaged = random.nextInt(3) > 0;
            byte[] bytes = damaged ? damage.of(capture.getValue(), random) : capture.getValue();
            Files.write(folder.resolve(capture.getKey()), bytes);
        }
        Verdicts verdicts = judge(title);
        if (verdicts != null && !planToo) {
            assertNotBetter(title, sample.whole(), verdicts);
        }
    }

    /** Null when the input was refused in the way that ends in exit code 64. */
    private @Nullable Verdicts judge(String title) {
        try {
            Plan plan = PlanFile.read(folder.resolve("plan.json"));
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
            Map<String, byte[]> captures = new TreeMap<>();
            for (Tap tap : Corpus.plan(set).taps()) {
                byte[] whole = Files.readAllBytes(Corpus.folder(set).resolve(tap.file()));
                captures.put(tap.file(), Arrays.copyOf(whole, Math.min(PREFIX, whole.length)));
            }
            samples.add(sample(set, Files.readAllBytes(Corpus.folder(set).resolve("plan.json")), captures));
        }
        for (Scenario scenario : Scenario.all()) {
            samples.add(sample(scenario));
        }
        return samples;
    }

    private Sample sample(Scenario scenario) throws IOException {
        Scene scene = scenario.scene();
        SceneFiles format = SceneFiles.values()[Math.floorMod(scenario.name().hashCode(), SceneFiles.values().length)];
        format.write(scene, folder);
        PlanFile.write(scene.plan(), folder.resolve("plan.json"));
        Map<String, byte[]> captures = new TreeMap<>();
        for (Tap tap : scene.plan().taps()) {
            captures.put(tap.file(), Files.readAllBytes(folder.resolve(tap.file())));
        }
        return sample(scenario + " as " + format, Files.readAllBytes(folder.resolve("plan.json")), captures);
    }

    private Sample sample(String name, byte[] plan, Map<String, byte[]> captures) throws IOException {
        Files.write(folder.resolve("plan.json"), plan);
        for (Map.Entry<String, byte[]> capture : captures.entrySet()) {
            Files.write(folder.resolve(capture.getKey()), capture.getValue());
        }
        Verdicts whole = Objects.requireNonNull(judge(name), name);
        return new Sample(name, plan, captures, whole);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
