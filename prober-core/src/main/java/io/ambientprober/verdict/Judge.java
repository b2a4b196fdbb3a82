package io.ambientprober.verdict;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;

/** The judgement of a path; the rows are {@link EncryptionReason}, {@link ServicePathReason} and {@link PolicyReason}. */
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
}
