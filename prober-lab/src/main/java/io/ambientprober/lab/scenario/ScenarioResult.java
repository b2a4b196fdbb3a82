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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A scenario, and the prober's judgement of it. */
public record ScenarioResult(Scenario scenario, Report report, Duration took) {
    /** Every path has the verdicts that it must have, there are paths of both kinds, and so it is with pods and flows; as far as asked. */
    public boolean isRight() {
        return wrong().isEmpty()
                && wrongTenants().isEmpty()
                && (scenario.paths() == null
                        || verdicts().anyMatch(this::isControl) && verdicts().anyMatch(path -> !isControl(path)));
    }

    public List<PathVerdict> wrong() {
        return verdicts().filter(path -> !isRight(path)).toList();
    }

    /** What is said wrongly of pods and flows, in words. */
    public List<String> wrongTenants() {
        TenantReasons right = scenario.tenants();
        return right == null ? List.of() : right.wrongIn(report);
    }

    /** The path that the scenario is about: one of the mesh, and the one that leaves it where one does; none where no canaries are sent. */
    public Optional<PathVerdict> shown() {
        return verdicts()
                .filter(path -> isControl(path) && path.path().client().enrolled())
                .findFirst()
                .or(() -> verdicts().filter(path -> !isControl(path)).findFirst());
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
                : new PathReasons(path.encryption().reason(), path.servicePath().reason(), reason(path.policy()))
                        .equals(scenario.paths());
    }

    private static @Nullable PolicyReason reason(@Nullable Ruling<PolicyReason> policy) {
        return policy == null ? null : policy.reason();
    }
}
