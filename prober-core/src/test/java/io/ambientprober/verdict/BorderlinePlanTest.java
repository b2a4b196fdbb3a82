package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Recording;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans that can be read, and yet say what no run ever would: none of it makes anything PASS. */
class BorderlinePlanTest {
    private static final Scene HEALTHY = Scenario.all().getFirst().scene();
    private static final ProbePath PATH = HEALTHY.plan().paths().getFirst();
    private static final ProbePath CONTROL = HEALTHY.plan().paths().getLast();

    @Test
    void theSceneIsHealthyAsItIs() {
        assertThat(HEALTHY.judge().line(PATH.id())).startsWith("PASS hbone");
        assertThat(CONTROL.expect()).isEqualTo(Expectation.PLAINTEXT);
    }

    @Test
    void moreDropsThanALongHoldsAreDrops() {
        Scene dropped = HEALTHY.with(HEALTHY.recordings().stream()
                .map(recording -> new Recording(
                        dropped(recording.tap(), Long.MAX_VALUE), recording.frames(), recording.dropped()))
                .toList());

        assertThat(dropped.judge().line(PATH.id())).startsWith("INCONCLUSIVE dropped");
    }

    @Test
    void moreCanariesThanALongHoldsAreNotAccountedFor() {
        List<ProbePath> paths = Stream.concat(
                        IntStream.range(0, 8).mapToObj(BorderlinePlanTest::endless), Stream.of(CONTROL))
                .toList();

        assertThat(planned(paths).judge().line("ff00")).startsWith("INCONCLUSIVE unaccounted");
    }

    @Test
    void aControlIsNeededAlsoWhereNobodyKnowsWhatWasDialled() {
        CanaryOutcome unseen = new CanaryOutcome(4, 4, List.of(), null, null);
        ProbePath path = path(PATH.id(), new Service("server", List.of(), 80), PATH.canary(), unseen);

        assertThat(planned(List.of(path)).judge().line(PATH.id())).startsWith("INCONCLUSIVE control-unseen");
    }

    private static Tap dropped(Tap tap, long packets) {
        return new Tap(
                tap.id(), tap.node(), tap.files(), tap.link(), tap.captured(), null, 0, packets, packets, List.of());
    }

    private static ProbePath endless(int number) {
        int most = Integer.MAX_VALUE;
        return path(
                String.format("ff%02x", number),
                PATH.service(),
                new Canary(most, most, most),
                new CanaryOutcome(most, most, List.of(), null, null));
    }

    private static ProbePath path(String id, @Nullable Service service, Canary canary, CanaryOutcome outcome) {
        return new ProbePath(
                id, id, Expectation.ENCRYPTED, PATH.client(), PATH.server(), service, null, canary, outcome, null);
    }

    private static Scene planned(List<ProbePath> paths) {
        Plan plan = HEALTHY.plan();
        return new Scene(
                "borderline",
                new Plan(plan.run(), plan.hbonePort(), plan.policies(), paths, plan.taps()),
                HEALTHY.recordings());
    }
}
