package io.ambientprober.lab.scenario;

import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A scenario, and the prober's judgement of it. */
public record ScenarioResult(Scenario scenario, Report report, Duration took) {
    /** Every path has the verdicts that it must have, and there are paths of both kinds. */
    public boolean isRight() {
        return wrong().isEmpty()
                && verdicts().anyMatch(this::isControl)
                && verdicts().anyMatch(path -> !isControl(path));
    }

    public List<PathVerdict> wrong() {
        return verdicts().filter(path -> !isRight(path)).toList();
    }

    /** The path that the scenario is about: one of the mesh, and the one that leaves it where one does. */
    public PathVerdict shown() {
        return verdicts()
                .filter(path -> isControl(path) && path.path().client().enrolled())
                .findFirst()
                .or(() -> verdicts().filter(path -> !isControl(path)).findFirst())
                .orElseThrow();
    }

    private Stream<PathVerdict> verdicts() {
        return report.paths().stream().map(PathReport::verdict);
    }

    private boolean isControl(PathVerdict path) {
        return path.path().expect() == Expectation.PLAINTEXT;
    }

    private boolean isRight(PathVerdict path) {
        return isControl(path)
                ? path.encryption().reason() == EncryptionReason.PLAINTEXT_EXPECTED
                : path.encryption().reason() == scenario.encryption()
                        && path.servicePath().reason() == scenario.servicePath()
                        && reason(path.policy()) == scenario.policy();
    }

    private static @Nullable PolicyReason reason(@Nullable Ruling<PolicyReason> policy) {
        return policy == null ? null : policy.reason();
    }
}
