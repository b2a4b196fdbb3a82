package io.ambientprober.verdict;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import java.util.List;

/** The judgement of a path and of a run; the rows are {@link EncryptionReason}, {@link ServicePathReason} and {@link PolicyReason}. */
public final class Judge {
    private Judge() {}

    public static PathVerdict judge(Plan plan, ProbePath path, PathEvidence evidence) {
        PathFacts facts = new PathFacts(path, evidence);
        EncryptionReason encryption = Row.first(EncryptionReason.values(), facts);
        Encrypted encrypted = new Encrypted(facts, encryption);
        ServicePathReason servicePath = Row.first(ServicePathReason.values(), encrypted);
        return new PathVerdict(
                path,
                new Ruling<>(encryption, EncryptionFindings.of(facts, encryption)),
                new Ruling<>(servicePath, ServicePathFindings.of(facts, servicePath)),
                plan.policies() ? policy(encrypted) : null);
    }

    private static Ruling<PolicyReason> policy(Encrypted encrypted) {
        PolicyReason reason = Row.first(PolicyReason.values(), encrypted);
        return new Ruling<>(reason, PolicyFindings.of(reason));
    }

    /** FAIL if any verdict is; else INCONCLUSIVE if any is, or there is no control, or nothing but controls; else PASS. */
    public static RunVerdict judge(List<PathVerdict> paths) {
        if (paths.stream().anyMatch(path -> path.has(Verdict.FAIL))) {
            return RunVerdict.FAIL;
        }
        boolean conclusive = paths.stream().noneMatch(path -> path.has(Verdict.INCONCLUSIVE));
        return conclusive && holds(paths, Expectation.PLAINTEXT) && holds(paths, Expectation.ENCRYPTED)
                ? RunVerdict.PASS
                : RunVerdict.INCONCLUSIVE;
    }

    private static boolean holds(List<PathVerdict> paths, Expectation expectation) {
        return paths.stream().anyMatch(path -> path.path().expect() == expectation);
    }
}
