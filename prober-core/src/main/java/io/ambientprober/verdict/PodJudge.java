package io.ambientprober.verdict;

import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.enrolled.PodsRecord;
import java.util.List;

/** The judgement of enrolled pods; the rows are {@link PodReason}. */
public final class PodJudge {
    private PodJudge() {}

    /** In the order of the record. */
    public static List<PodVerdict> judge(PodsRecord record) {
        return record.checks().stream().map(check -> judge(check, record)).toList();
    }

    private static PodVerdict judge(PodCheck check, PodsRecord record) {
        PodFacts facts = new PodFacts(check, record.trustDomain(), record.at());
        PodReason reason = Row.first(PodReason.values(), facts);
        Swept swept = check.port() instanceof Swept found ? found : null;
        return new PodVerdict(
                check.pod().pod(),
                check.pod().node(),
                check.pod().workload(),
                new Ruling<>(reason, PodFindings.of(check, facts, reason)),
                check.pod().redirection(),
                check.mesh() == null ? null : check.mesh().protocol(),
                swept == null ? null : swept.handshake().spiffe(),
                swept == null ? null : swept.handshake().notAfter());
    }
}
