package io.ambientprober.cluster.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.rotation.Rotation.Draw;
import io.ambientprober.statement.Share.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of a schedule, simulated: who has his turn, and when. */
final class RotationTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    /** With a seed, so that a failure comes again. */
    private final Random lots = new Random(42);

    private RotationState state = RotationState.NONE;

    private Draw run(int most, List<String> nodes) {
        Draw draw = new Rotation(most, state, lots).draw(nodes);
        state = state.after(draw.chosen(), NOON.plusSeconds(86_400L * state.runs()));
        return draw;
    }

    private Set<String> runs(int count, int most, List<String> nodes) {
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            chosen.addAll(run(most, nodes).chosen());
        }
        return chosen;
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "node-" + i).toList();
    }

    @Test
    void ofTwentyThreeNodesFiveAtATimeEachIsChosenWithinFiveRuns() {
        assertThat(Rotation.window(23, 5)).isEqualTo(5);
        assertThat(runs(5, 5, nodes(23))).hasSize(23);
    }

    @ParameterizedTest
    @CsvSource({"23,5", "20,5", "2,1", "3,1", "7,6", "100,9", "40,40"})
    void noNodeWaitsLongerThanTheWindow(int count, int most) {
        List<String> nodes = nodes(count);
        int window = Rotation.window(count, most);
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 12 * window; i++) {
            List<String> chosen = run(most, nodes).chosen();
            assertThat(chosen).hasSize(most).doesNotHaveDuplicates().isSubsetOf(nodes);
            runs.add(chosen);
        }

        for (int from = 0; from + window <= runs.size(); from++) {
            Set<String> seen = new HashSet<>();
            runs.subList(from, from + window).forEach(seen::addAll);
            assertThat(seen).as("runs from %d on", from).hasSize(count);
        }
    }

    /** At first nothing is wasted: as many runs as the nodes fill. */
    @ParameterizedTest
    @CsvSource({"20,5,4", "2,1,2", "23,5,5"})
    void theFirstRoundTakesNoMoreRunsThanTheNodesFill(int count, int most, int round) {
        assertThat(runs(round, most, nodes(count))).hasSize(count);
    }

    @Test
    void whatJoinsIsNext() {
        runs(7, 5, nodes(20));

        assertThat(run(5, nodes(23)).chosen()).contains("node-20", "node-21", "node-22");
        assertThat(runs(5, 5, nodes(23))).hasSize(23);
    }

    @Test
    void whatLeavesTakesNobodysPlace() {
        runs(7, 5, nodes(23));
        List<String> left = nodes(23).subList(9, 23);

        assertThat(runs(Rotation.window(14, 5), 5, left)).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void whenTheStateIsLostTheRotationBeginsAnew() {
        runs(3, 5, nodes(23));
        state = RotationState.NONE;

        assertThat(runs(5, 5, nodes(23))).hasSize(23);
    }

    /** Without any state left by run after run, lots still reach every node. */
    @Test
    void aStateThatIsLostEveryTimeLeavesItToLots() {
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            state = RotationState.NONE;
            chosen.addAll(run(5, nodes(23)).chosen());
        }
        assertThat(chosen).hasSize(23);
    }

    /** Anyone who says of a node after every run that it was just chosen makes it wait, not stay out for good. */
    @ParameterizedTest
    @CsvSource({"23,5", "20,5", "10,1"})
    void nobodyCanKeepANodeOut(int count, int most) {
        runs(2 * Rotation.window(count, most), most, nodes(count));
        int hits = 0;
        for (int i = 0; i < 3000; i++) {
            Map<String, RotationState.Turn> forged = new HashMap<>(state.last());
            forged.put("node-7", new RotationState.Turn(state.runs(), NOON));
            state = new RotationState(state.runs(), forged);
            hits += run(most, nodes(count)).chosen().contains("node-7") ? 1 : 0;
        }
        assertThat(hits).isPositive();
    }

    @Test
    void whoWaitsIsToldSinceWhenAndWhoIsNext() {
        List<String> nodes = nodes(5);
        state = new RotationState(3, Map.of())
                .after(List.of("node-0", "node-1"), NOON)
                .after(List.of("node-2", "node-3"), NOON.plusSeconds(86_400));

        Draw draw = new Rotation(1, state, lots).draw(nodes);

        assertThat(draw.chosen()).containsExactly("node-4");
        assertThat(draw.waiting())
                .containsExactlyInAnyOrder(
                        new Gap("node-0", "--max-nodes: last chosen at 2026-11-24T12:00:00Z"),
                        new Gap("node-1", "--max-nodes: last chosen at 2026-11-24T12:00:00Z"),
                        new Gap("node-2", "--max-nodes: last chosen at 2026-11-25T12:00:00Z"),
                        new Gap("node-3", "--max-nodes: last chosen at 2026-11-25T12:00:00Z"));
        assertThat(draw.waiting().subList(0, 2)).extracting(Gap::name).containsExactlyInAnyOrder("node-0", "node-1");
        state = RotationState.NONE;
        assertThat(run(1, nodes).waiting())
                .hasSize(4)
                .allMatch(gap -> gap.why().equals("--max-nodes: not chosen yet, due next"));
    }
}
