package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;
import static io.ambientprober.verdict.Verdict.WARN;

import java.util.function.Predicate;

/** Does the HBONE port of an enrolled pod protect it, and is it the pod's own? The first row that holds decides. */
public enum PodReason implements Reason, Row<PodFacts> {
    LEAVING(NOT_JUDGED, "leaving", PodFacts::leaving),
    SIDECAR(NOT_JUDGED, "sidecar", PodFacts::sidecar),
    STARTING(NOT_JUDGED, "starting", PodFacts::starting),
    NOT_SWEPT(INCONCLUSIVE, "not-swept", PodFacts::notSwept),
    HBONE_REFUSED(FAIL, "hbone-refused", PodFacts::refused),
    NOT_TLS(FAIL, "not-tls", PodFacts::notTls),
    WEAK_TLS(FAIL, "weak-tls", PodFacts::weakTls),
    NOT_MUTUAL(FAIL, "not-mutual", PodFacts::notMutual),
    FOREIGN_AUTHORITY(FAIL, "foreign-authority", PodFacts::foreignAuthority),
    NO_ROOT(INCONCLUSIVE, "no-root", PodFacts::noRoot),
    FOREIGN_IDENTITY(FAIL, "foreign-identity", PodFacts::foreignIdentity),
    EXPIRED(FAIL, "expired", PodFacts::expired),
    /** No clock says alone that a certificate is valid, or that it is not. */
    CLOCKS_APART(INCONCLUSIVE, "not-swept", PodFacts::disputed),
    /** Somebody answered in TLS, and not so far that anything is proved: below what is proof that it is wrong. */
    UNTOLD(INCONCLUSIVE, "not-swept", PodFacts::untold),
    EXPIRING(WARN, "expiring", PodFacts::expiring),
    MESH_DISAGREES(WARN, "mesh-disagrees", PodFacts::meshDisagrees),
    HBONE(PASS, "hbone", pod -> true);

    private final Verdict verdict;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<PodFacts> holds;

    PodReason(Verdict verdict, String code, Predicate<PodFacts> holds) {
        this.verdict = verdict;
        this.code = code;
        this.holds = holds;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public boolean holds(PodFacts facts) {
        return holds.test(facts);
    }
}
