package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.lab.site.Trait;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.wire.VxlanPorts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario gets the right verdict from its run, and the same again from the evidence that the run kept. */
@Tag("root")
@Timeout(180)
class ScenarioTest {
    private static Lab lab;

    @TempDir
    private Path evidence;

    @BeforeAll
    static void build() throws Exception {
        lab = Lab.open(Jvms.withoutCaches());
    }

    @AfterAll
    static void takeAway() throws Exception {
        lab.close();
    }

    static Stream<Named<Scenario>> scenarios() {
        return Scenarios.OF_CANARIES.stream().map(scenario -> Named.of(scenario.name(), scenario));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void isJudgedRightLiveAndFromItsEvidence(Scenario scenario) throws Exception {
        Optional<String> obstacle = lab.obstacle(scenario.traits());
        assumeTrue(obstacle.isEmpty(), obstacle::orElseThrow);

        ScenarioResult result = new ScenarioRunner(lab, evidence, event -> {}, LabSite::new).run(scenario);

        assertThat(result.wrong()).isEmpty();
        assertThat(result.wrongTenants()).isEmpty();
        assertThat(result.isRight()).isTrue();
        Path plan = evidence.resolve(scenario.name()).resolve("plan.json");
        Report again = Judgement.of(Analysis.ofPlan(plan, VxlanPorts.usual()), FailOn.FAIL);
        assertThat(again.run()).isEqualTo(result.report().run());
        assertThat(reasons(again)).isEqualTo(reasons(result.report()));
    }

    /** What a full file does not hold is said; what it does hold is judged as the agents judged what they read. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void isJudgedTheSameFromEvidenceThatHadNoRoom(Scenario scenario) throws Exception {
        Optional<String> obstacle = lab.obstacle(scenario.traits());
        assumeTrue(obstacle.isEmpty(), obstacle::orElseThrow);
        Set<Trait> traits = new HashSet<>(scenario.traits());
        traits.add(Trait.LITTLE_EVIDENCE);
        Scenario full = new Scenario(scenario.name(), scenario.broken(), traits, scenario.paths(), scenario.tenants());

        Report live = new ScenarioRunner(lab, evidence, event -> {}, LabSite::new)
                .run(full)
                .report();

        assertThat(live.taps())
                .anySatisfy(tap -> assertThat(tap.tap().leftOut()).isPositive());
        Report again = Judgement.of(
                Analysis.ofPlan(evidence.resolve(full.name()).resolve("plan.json"), VxlanPorts.usual()), FailOn.FAIL);
        assertThat(reasons(again)).isEqualTo(reasons(live));
    }

    private static Map<String, List<Reason>> reasons(Report report) {
        return report.paths().stream()
                .map(Report.PathReport::verdict)
                .collect(Collectors.toMap(
                        path -> path.path().id(),
                        path -> path.rulings().<Reason>map(Ruling::reason).toList()));
    }
}
