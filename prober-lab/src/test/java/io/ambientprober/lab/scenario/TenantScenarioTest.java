package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.flow.Looks;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.RunVerdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of pods that were there before a run, and of what they send, whatever is wrong with them. */
@Tag("root")
@Timeout(90)
class TenantScenarioTest {
    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        lab = Lab.open(Jvms.withoutCaches());
    }

    @AfterAll
    static void takeAway() throws Exception {
        lab.close();
    }

    static Stream<Named<Scenario>> scenarios() {
        return Scenarios.OF_TENANTS.stream().map(scenario -> Named.of(scenario.name(), scenario));
    }

    private static ScenarioResult result(Scenario scenario) throws Exception {
        return new ScenarioRunner(lab, null, event -> {}, LabSite::new).run(scenario);
    }

    private static Report report(String scenario) throws Exception {
        return result(Scenarios.named(scenario).orElseThrow()).report();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void isJudgedRight(Scenario scenario) throws Exception {
        ScenarioResult result = result(scenario);

        assertThat(result.wrongTenants()).isEmpty();
        assertThat(result.isRight()).isTrue();
        assertThat(result.report().paths()).isEmpty();
    }

    /** What was done to pods is undone with the run. */
    @Test
    void leavesThePodsAsTheyWere() throws Exception {
        assertThat(report("refusing").run()).isEqualTo(RunVerdict.FAIL);

        assertThat(report("plain-client").run()).isEqualTo(RunVerdict.PASS);
    }

    @Test
    void tellsWhatPastHboneLooksLike() throws Exception {
        assertThat(leaked("old-client")).satisfies(looks -> {
            assertThat(looks.clear()).isPositive();
            assertThat(looks.tls()).isZero();
        });
        assertThat(leaked("old-client-tls")).satisfies(looks -> {
            assertThat(looks.tls()).isPositive();
            assertThat(looks.clear()).isZero();
        });
    }

    private static Looks leaked(String scenario) throws Exception {
        return report(scenario).checks().flowVerdicts().list().stream()
                .filter(flow -> flow.past().reason() == FlowReason.PAST_HBONE)
                .map(FlowVerdict::flow)
                .findFirst()
                .orElseThrow()
                .looks();
    }
}
