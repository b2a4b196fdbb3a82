package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Edit;
import io.ambientprober.traffic.Harmless;
import io.ambientprober.traffic.Lossy;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was not captured proves nothing: taking packets away never makes anything PASS, nor a good path FAIL.
 *
 * <p>One loss cannot be told from an old pooled connection, which is a PASS: every packet of a connection up to the end of its
 * handshake, in both directions and from all taps. Where that handshake alone was the proof of a FAIL, the proof is gone.
 */
class LossyEditTest {
    static Stream<String> sets() throws IOException {
        return Corpus.sets();
    }

    static List<Scene> scenes() {
        return Scenario.scenes();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void makesNoLabelledSetLookBetter(String set) throws IOException {
        assertNotBetter(Corpus.scene(set), 2);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void makesNoScenarioLookBetter(Scene scene) {
        assertNotBetter(scene, 3);
    }

    private static void assertNotBetter(Scene scene, int rounds) {
        Verdicts before = scene.judge();
        for (int round = 0; round < Seeds.rounds(rounds); round++) {
            for (Edit lossy : Lossy.all()) {
                Edit edit = round % 2 == 0
                        ? lossy
                        : shownOtherwise(scene, lossy, round).then(lossy);
                Verdicts after =
                        edit.apply(scene, Seeds.random(scene, edit, round)).judge();
                assertThat(better(before, after))
                        .as("%s: %s, round %d (%s)", scene, edit, round, Seeds.hint())
                        .isEmpty();
            }
        }
    }

    private static Edit shownOtherwise(Scene scene, Edit lossy, int round) {
        return Harmless.combinations(Seeds.random("before", scene, lossy, round), 1)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> better(Verdicts before, Verdicts after) {
        List<String> better = new ArrayList<>();
        boolean proofLost = false;
        for (String id : before.paths().keySet()) {
            PathVerdict whole = Objects.requireNonNull(before.paths().get(id), id);
            PathVerdict lossy = Objects.requireNonNull(after.paths().get(id), id);
            if (onlyTheHandshakeProved(whole) && looksPooled(lossy)) {
                proofLost = true;
            } else if (!mayBecome(
                    whole.encryption().verdict(), lossy.encryption().verdict())) {
                better.add(id + ": " + before.line(id) + " -> " + after.line(id) + " "
                        + lossy.encryption().findings());
            }
        }
        if (!proofLost && !mayBecome(of(before.run()), of(after.run()))) {
            better.add("run: " + before.run() + " -> " + after.run());
        }
        return better;
    }

    private static boolean onlyTheHandshakeProved(PathVerdict whole) {
        List<String> findings = whole.encryption().findings();
        return switch (whole.encryption().reason()) {
            case WEAK_TLS, NOT_MUTUAL -> true;
            case NOT_HBONE ->
                findings.stream()
                        .allMatch(finding -> finding.contains("ALPN h2") || finding.contains("protocol than h2"));
            default -> false;
        };
    }

    private static boolean looksPooled(PathVerdict lossy) {
        return lossy.encryption().findings().stream()
                .filter(finding -> finding.contains(":15008: "))
                .allMatch(finding -> finding.contains("no handshake seen"));
    }

    private static Verdict of(RunVerdict run) {
        return switch (run) {
            case PASS -> Verdict.PASS;
            case FAIL -> Verdict.FAIL;
            case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
        };
    }

    private static boolean mayBecome(Verdict before, Verdict after) {
        return switch (before) {
            case PASS, EXPECTED -> after == before || after == Verdict.INCONCLUSIVE;
            case FAIL -> after == Verdict.FAIL || after == Verdict.INCONCLUSIVE;
            case INCONCLUSIVE -> after == Verdict.INCONCLUSIVE;
            case WARN, NOT_JUDGED -> after == before;
        };
    }
}
