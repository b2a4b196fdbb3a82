package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.EXPECTED;
import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.PASS;

import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Was the canary encrypted on the wire, by HBONE, every byte of it? The first row that holds decides; positive evidence of plaintext stands
 * above everything that is missing.
 */
public enum EncryptionReason implements Reason, Row<PathFacts> {
    PLAINTEXT_EXPECTED(EXPECTED, "plaintext", path -> path.expectsPlaintext() && path.clear()),
    EXPECTED_PLAINTEXT_UNSEEN(INCONCLUSIVE, "control-unseen", PathFacts::expectsPlaintext),
    PLAINTEXT_REJECTED(FAIL, "plaintext-rejected", path -> path.clear() && path.nothingDelivered()),
    PLAINTEXT_MASKED(FAIL, "plaintext-masked", path -> path.clear() && path.delivered() && path.deniedPortRefused()),
    PLAINTEXT(FAIL, "plaintext", PathFacts::clear),
    NOT_TLS(FAIL, "not-tls", path -> any(path.notTls())),
    WEAK_TLS(FAIL, "weak-tls", path -> any(path.weakTls())),
    NOT_MUTUAL(FAIL, "not-mutual", path -> any(path.notMutual()) || path.strangersAccepted()),
    REFUSED_BY_POLICY(
            INCONCLUSIVE, "refused-by-policy", path -> path.nothingDelivered() && path.egressPolicy() != null),
    HBONE_REFUSED(FAIL, "hbone-refused", path -> path.nothingDelivered() && any(path.refused())),
    NOT_DELIVERED(FAIL, "not-delivered", PathFacts::nothingDelivered),
    NOT_HBONE(FAIL, "not-hbone", path -> path.delivered() && any(path.bareUnreadable()) || any(path.notHttp2())),
    DROPPED(INCONCLUSIVE, "dropped", path -> !path.wellTapped()),
    CONTROL_UNSEEN(INCONCLUSIVE, "control-unseen", path -> any(path.unseenControls())),
    NO_OUTCOME(INCONCLUSIVE, "no-outcome", path -> !path.reported()),
    UNSEEN(INCONCLUSIVE, "unseen", path -> any(path.blindNodes())),
    UNACCOUNTED(INCONCLUSIVE, "unaccounted", path -> !path.accounted()),
    HBONE(PASS, "hbone", path -> true);

    private final Verdict verdict;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<PathFacts> holds;

    EncryptionReason(Verdict verdict, String code, Predicate<PathFacts> holds) {
        this.verdict = verdict;
        this.code = code;
        this.holds = holds;
    }

    private static boolean any(Stream<?> found) {
        return found.findAny().isPresent();
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
    public boolean holds(PathFacts facts) {
        return holds.test(facts);
    }
}
