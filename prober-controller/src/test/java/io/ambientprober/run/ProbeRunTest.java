package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.RunEvent.Note;
import io.ambientprober.run.RunEvent.PathNote;
import io.ambientprober.run.RunEvent.StepEnded;
import io.ambientprober.run.RunEvent.StepFailed;
import io.ambientprober.statement.RunNote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeRunTest {
    private final FakeSite site = new FakeSite();
    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final ProbeRun run = new ProbeRun(
            site,
            RunOptions.USUAL,
            (agent, tap, timeout) -> {
                agent.evidence(Path.of(tap.files().getFirst()), timeout);
                return List.of("sum of " + tap.id());
            },
            events::add,
            new Random(1),
            () -> 0);

    @Test
    void goesThroughItsStepsInOrder() throws SiteException {
        RunRecord result = run.probe();
        assertThat(run.cleanUp()).isNull();

        assertThat(events)
                .filteredOn(StepEnded.class::isInstance)
                .extracting(event -> ((StepEnded) event).step())
                .contains(Step.AGENTS, Step.HANDSHAKES, Step.SETTLE)
                .filteredOn(step ->
                        !Set.of(Step.AGENTS, Step.HANDSHAKES, Step.SETTLE).contains(step))
                .containsExactly(
                        Step.SURVEY, Step.SERVERS, Step.CANARIES, Step.CAPTURES, Step.MESH_STATE, Step.CLEAN_UP);
        assertThat(site.asked.indexOf("arm a")).isLessThan(site.asked.indexOf("client 0001"));
        assertThat(site.asked.indexOf("outcome 0001")).isLessThan(site.asked.indexOf("client 0002"));
        assertThat(site.asked.indexOf("client 0006")).isGreaterThan(site.asked.indexOf("outcome 0005"));
        assertThat(site.asked.indexOf("stop a")).isGreaterThan(site.asked.indexOf("outcome 0006"));
        assertThat(site.asked).endsWith("evidence a", "evidence b", "mesh of 6 paths and 0 pods", "clean-up");
        assertThat(result.plan().run()).matches("[0-9A-HJKMNP-TV-Z]{12}");
        assertThat(result.plan().paths())
                .extracting(ProbePath::name)
                .containsExactly(
                        "control, a to b, first", "a to b", "within a", "b to a", "within b", "control, a to b, last");
        assertThat(result.plan().taps()).extracting(Tap::id).containsExactly("a", "b");
        assertThat(result.sums()).containsOnly(entry("a", List.of("sum of a")), entry("b", List.of("sum of b")));
    }

    /** An agent whose node is gone would be waited for until the run has no time left to clean up. */
    @Test
    void evidenceIsWaitedForNoLongerThanTheRunHasTime() throws SiteException {
        Duration step = Duration.ofSeconds(1);
        AtomicLong nanos = new AtomicLong();
        List<Duration> allowed = new ArrayList<>();
        EvidenceStore store = (agent, tap, timeout) -> {
            allowed.add(timeout);
            return List.of();
        };

        new ProbeRun(site, RunOptions.USUAL, store, events::add, new Random(1), () -> nanos.addAndGet(step.toNanos()))
                .probe();

        assertThat(allowed)
                .hasSize(2)
                .allSatisfy(time -> assertThat(time)
                        .isPositive()
                        .isLessThan(RunOptions.USUAL.timeout().minus(step.multipliedBy(2))));
        assertThat(allowed.get(1)).isLessThan(allowed.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"survey", "deploy", "servers"})
    void cleansUpWhenAStepBeforeTheCanariesFails(String step) {
        site.failing = Set.of(step);

        assertThatThrownBy(run::probe).isInstanceOf(SiteException.class).hasMessage(step + " failed");

        assertThat(site.asked).endsWith("clean-up");
        assertThat(site.asked).noneMatch(asked -> asked.startsWith("client"));
        assertThat(events).anyMatch(StepFailed.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "arm"})
    void endsWhenNoNodeHasAnAgent(String step) {
        site.failing = Set.of(step + " a", step + " b");

        assertThatThrownBy(run::probe).isInstanceOf(SiteException.class).hasMessage(step + " a failed");

        assertThat(site.asked).endsWith("clean-up");
        assertThat(site.asked).noneMatch(asked -> asked.startsWith("client"));
    }

    /** Its servers are there anyway: what they left unanswered is the mesh's doing. */
    @ParameterizedTest
    @ValueSource(strings = {"agent b", "arm b"})
    void aNodeWithoutAnAgentIsATapThatCapturedNothing(String step) throws SiteException {
        site.failing = Set.of(step);
        site.answered = 3;

        RunRecord result = run.probe();

        String reason = "node b has no agent: " + step + " failed";
        assertThat(result.plan().taps()).extracting(Tap::captured).containsExactly(100L, 0L);
        assertThat(result.nodes().get(1).taps().getFirst().notes()).containsExactly(reason);
        assertThat(events).contains(new Note(reason));
        assertThat(result.plan().paths()).extracting(ProbePath::outcome).doesNotContainNull();
    }

    @Test
    void keepsTheFirstFailureWhenCleanUpFailsToo() {
        site.failing = Set.of("servers", "clean-up");

        assertThatThrownBy(run::probe)
                .hasMessage("servers failed")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(later -> assertThat(later).hasMessage("clean-up failed")));
    }

    @Test
    void aFailedCleanUpTakesNothingFromTheResult() throws SiteException {
        site.failing = Set.of("clean-up");

        RunRecord result = run.probe();

        assertThat(run.cleanUp()).hasMessage("clean-up failed");
        assertThat(result.plan().paths()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client 0002", "outcome 0002"})
    void aLostClientIsAPathWithoutOutcome(String step) throws SiteException {
        site.failing = Set.of(step);

        RunRecord result = run.probe();

        assertThat(result.plan().paths().get(1).outcome()).isNull();
        assertThat(result.plan().paths().get(2).outcome()).isNotNull();
        assertThat(events).contains(new PathNote("0002", "its client was lost: " + step + " failed"));
        assertThat(result.notes()).containsExactly(new RunNote("0002", "its client was lost: " + step + " failed"));
    }

    @Test
    void whatAClientSaysOfItselfIsToldAndRemembered() throws SiteException {
        site.said = List.of("it was slow");

        List<RunNote> notes = run.probe().notes();

        assertThat(notes).hasSize(6).contains(new RunNote("0002", "it was slow"));
        assertThat(events).contains(new PathNote("0002", "it was slow"));
    }

    /** The control needs no mesh. */
    @Test
    void whatAClientOfTheMeshDidNotDeliverWhileTheApiServerWasAwayIsNoOutcome() throws SiteException {
        site.away = true;
        site.answered = 0;

        List<ProbePath> paths = run.probe().plan().paths();

        assertThat(paths).extracting(ProbePath::expect).contains(Expectation.ENCRYPTED, Expectation.PLAINTEXT);
        assertThat(paths)
                .allSatisfy(
                        path -> assertThat(path.outcome() == null).isEqualTo(path.expect() == Expectation.ENCRYPTED));
        assertThat(events)
                .contains(new PathNote(
                        "0002",
                        "the API server was away, so the mesh may not have known of it; what it did not deliver is not"
                                + " judged"));
    }

    @Test
    void whatAClientOfTheMeshDeliveredWhileTheApiServerWasAwayCounts() throws SiteException {
        site.away = true;
        site.answered = 1;

        assertThat(run.probe().plan().paths()).extracting(ProbePath::outcome).doesNotContainNull();
    }

    @Test
    void whatALostServerLeftUnansweredIsNoOutcome() throws SiteException {
        site.lostServers = Set.of("server-1");
        site.answered = 3;

        List<ProbePath> paths = run.probe().plan().paths();

        assertThat(paths)
                .filteredOn(path -> path.outcome() == null)
                .isNotEmpty()
                .isEqualTo(paths.stream()
                        .filter(path -> path.server().pod().equals("server-1"))
                        .toList())
                .allSatisfy(
                        path -> assertThat(events)
                                .contains(
                                        new PathNote(
                                                path.id(),
                                                "its server, or the node of that, was lost before the run ended; what it left unanswered is not judged")));
        assertThat(events).contains(new Note("server server-1, or its node, was lost before the run ended"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent b", "arm b", "stop b"})
    void whatAServerOfANodeThatIsGoneLeftUnansweredIsNoOutcome(String step) throws SiteException {
        site.gone = Set.of("b");
        site.failing = Set.of(step);
        site.answered = 0;

        assertThat(run.probe().plan().paths())
                .allSatisfy(path -> assertThat(path.outcome() == null)
                        .isEqualTo(path.server().node().equals("b")));
    }

    @Test
    void aServerThatAnsweredEverythingMayEnd() throws SiteException {
        site.lostServers = Set.of("server-1");

        assertThat(run.probe().plan().paths()).extracting(ProbePath::outcome).doesNotContainNull();
    }

    @Test
    void aLostAgentIsATapThatCapturedNothing() throws SiteException {
        site.failing = Set.of("stop b");

        RunRecord result = run.probe();

        assertThat(result.plan().taps().get(1).captured()).isZero();
        assertThat(result.nodes().get(1).taps().getFirst().notes())
                .containsExactly("the agent of node b was lost: stop b failed");
        assertThat(site.asked).contains("evidence a").doesNotContain("evidence b");
    }

    @Test
    void evidenceThatCannotBeKeptIsNotedOnly() throws SiteException {
        site.failing = Set.of("evidence a");

        run.probe();

        assertThat(events).contains(new Note("the evidence of node a was not kept: evidence a failed"));
    }
}
