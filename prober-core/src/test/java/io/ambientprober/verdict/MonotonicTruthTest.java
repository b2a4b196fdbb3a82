package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.Correlation;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Edit;
import io.ambientprober.traffic.HardCaptures;
import io.ambientprober.traffic.Harmless;
import io.ambientprober.traffic.HealthyScenarios;
import io.ambientprober.traffic.Lossy;
import io.ambientprober.traffic.OneRule;
import io.ambientprober.traffic.Removals;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.TlsScenarios;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.CaptureFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was not captured proves nothing: whatever is taken from captures, nothing that did not PASS does, and no good path FAILs.
 *
 * <p>Each scene is decoded once, cut to the plan's own traffic, and edited over and over; how many packets a tap captured is said as they
 * are after the edit, so that it is the account that has to notice.
 */
class MonotonicTruthTest {
    private static final int EDITS = 20_000;
    private static final int LONG_EDITS = 200_000;
    /** Scenes of each rule: five kinds of connections over both families. */
    private static final int KINDS = 10;

    private static final int BACKGROUND = 20;
    private static final int SHOWN = 20;

    /** Sets whose fault is that one node saw less than the other, and just what it need not see there. */
    private static final Set<String> HEALTHY_WHEN_SWAPPED =
            Set.of("control-one-direction", "only-acknowledgements", "own-node-gap");

    /** Sets whose fault is in the first bytes of a connection older than the capture. */
    private static final Set<String> HEALTHY_WITHOUT_TEXT = Set.of("text-before-records");

    /** Scenes whose fault is one packet that nobody answered. */
    private static final String FORGED = "a forged ";

    /** The link type tells its loopback devices, which another link type would hide. */
    private static final Set<String> ONLY_AS_CAPTURED = Set.of("loopback-in-clear");

    private static final List<Edit> EDITS_OF_CAPTURES =
            Stream.concat(Removals.all().stream(), Lossy.all().stream()).toList();

    @Test
    void holdsForGeneratedTraffic() {
        edit(generated(), EDITS * 2 / 5, MonotonicTruthTest::edit);
    }

    @Test
    void holdsWhereOneRuleKeepsGeneratedTrafficFromPassing() {
        edit(OneRule.scenes(), EDITS / 10, MonotonicTruthTest::aimed);
    }

    /** The same edits show whether a judge keeps each of these rules, and on connections of which kinds. */
    @ParameterizedTest
    @EnumSource
    void noticesABlindJudge(Blindness blindness) {
        List<Scene> scenes = OneRule.scenes();
        long noticed = scenes.parallelStream()
                .filter(scene -> edited(
                                scene,
                                MonotonicTruthTest::aimed,
                                EDITS / 10 / scenes.size(),
                                each -> judge(each, blindness))
                        .findAny()
                        .isPresent())
                .count();

        assertThat(noticed).isGreaterThanOrEqualTo(KINDS);
    }

    @Test
    void holdsForCaptures() throws IOException {
        edit(captures(), EDITS / 2, MonotonicTruthTest::edit);
    }

    @Test
    @Tag("long")
    void holdsForGeneratedTrafficForLong() {
        edit(generated(), LONG_EDITS * 2 / 5, MonotonicTruthTest::edit);
        edit(OneRule.scenes(), LONG_EDITS / 10, MonotonicTruthTest::aimed);
    }

    @Test
    @Tag("long")
    void holdsForCapturesForLong() throws IOException {
        edit(captures(), LONG_EDITS / 2, MonotonicTruthTest::edit);
    }

    private static Verdicts judge(Scene scene, Blindness blindness) {
        Map<String, PathEvidence> evidence = new LinkedHashMap<>(Correlation.of(scene.plan(), scene.observe()));
        evidence.replaceAll((id, seen) -> blindness.shown(seen));
        return Verdicts.of(scene.plan(), evidence);
    }

    private static List<Scene> generated() {
        return Stream.of(
                        Scenario.scenes().stream(),
                        HealthyScenarios.scenes().stream(),
                        TlsScenarios.all().stream().map(Scenario::scene))
                .flatMap(scenes -> scenes)
                .toList();
    }

    private static List<Scene> captures() throws IOException {
        List<Scene> scenes = new ArrayList<>();
        for (String set : Corpus.sets().toList()) {
            scenes.add(Corpus.scene(set).withoutBackground(BACKGROUND));
        }
        for (String set : HardCaptures.sets().toList()) {
            try {
                scenes.add(HardCaptures.scene(set).withoutBackground(BACKGROUND));
            } catch (CaptureFormatException e) {
                assertThat(e).as("its file, not its packets, is what is wrong").hasMessageContaining(set);
            }
        }
        return scenes;
    }

    /** As many edits of each scene; the scenes side by side, each in one thread. */
    private static void edit(List<Scene> scenes, int edits, Choice choice) {
        int each = Seeds.rounds((edits + scenes.size() - 1) / scenes.size());
        List<String> better = scenes.parallelStream()
                .flatMap(scene -> edited(scene, choice, each, Scene::judge))
                .toList();
        assertThat(better.stream().limit(SHOWN))
                .as("%d became better", better.size())
                .isEmpty();
    }

    private static Stream<String> edited(Scene scene, Choice choice, int edits, Function<Scene, Verdicts> judge) {
        Monotony monotony = new Monotony(judge.apply(scene));
        return IntStream.range(0, edits).boxed().flatMap(number -> {
            RandomGenerator random = Seeds.random("monotonic", scene, number);
            Edit edit =
                    choice.of(Math.floorMod(number + scene.name().hashCode(), EDITS_OF_CAPTURES.size()), scene, random);
            Scene edited = edit.apply(scene, random);
            Verdicts after = judge.apply(edited);
            if (isHealthyNow(scene, edit, edited)) {
                return Stream.of();
            }
            return monotony.broken(after)
                    .map(words -> "%s: %s, case %d (%s): %s".formatted(scene, edit, number, Seeds.hint(), words));
        });
    }

    /** Whether the edit left captures that a healthy mesh may give as they are, so that nothing can tell them from such. */
    private static boolean isHealthyNow(Scene scene, Edit edit, Scene edited) {
        return HEALTHY_WHEN_SWAPPED.contains(scene.name()) && edit.name().contains(Removals.SWAP)
                || scene.name().startsWith(FORGED) && !edited.holds(Scenario.FORGED)
                || HEALTHY_WITHOUT_TEXT.contains(scene.name()) && !edited.hasTextOnHbone()
                || edited.tapsWithBytesBelowTheFirst() < scene.tapsWithBytesBelowTheFirst();
    }

    /** Which edit is made. */
    private interface Choice {
        Edit of(int place, Scene scene, RandomGenerator random);
    }

    /** As the others, and often at what is in the clear alone. */
    private static Edit aimed(int place, Scene scene, RandomGenerator random) {
        boolean aimed = random.nextInt(3) == 0;
        if (OneRule.isKeptByCountsAlone(scene)) {
            return (aimed ? Removals.READABLE : EDITS_OF_CAPTURES.get(place)).counted();
        }
        return aimed ? Removals.READABLE : edit(place, scene, random);
    }

    /** All in turn; some of a scene that is shown otherwise, some two at a time. */
    private static Edit edit(int place, Scene scene, RandomGenerator random) {
        Edit edit = EDITS_OF_CAPTURES.get(place);
        return switch (random.nextInt(4)) {
            case 0 -> ONLY_AS_CAPTURED.contains(scene.name()) ? edit : shownOtherwise(edit, random);
            case 1 -> edit.then(EDITS_OF_CAPTURES.get(random.nextInt(EDITS_OF_CAPTURES.size())));
            default -> edit;
        };
    }

    private static Edit shownOtherwise(Edit edit, RandomGenerator random) {
        Edit harmless = Harmless.combinations(random, 1).findFirst().orElseThrow();
        return edit.equals(Removals.CUT) ? edit.then(harmless) : harmless.then(edit);
    }
}
