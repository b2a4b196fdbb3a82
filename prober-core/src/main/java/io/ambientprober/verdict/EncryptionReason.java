package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.EXPECTED;
import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.PASS;

/** Was the canary encrypted on the wire, by HBONE, every byte of it? */
public enum EncryptionReason implements Reason {
    PLAINTEXT_EXPECTED(EXPECTED, "plaintext"),
    EXPECTED_PLAINTEXT_UNSEEN(INCONCLUSIVE, "control-unseen"),
    PLAINTEXT_REJECTED(FAIL, "plaintext-rejected"),
    PLAINTEXT_MASKED(FAIL, "plaintext-masked"),
    PLAINTEXT(FAIL, "plaintext"),
    NOT_TLS(FAIL, "not-tls"),
    WEAK_TLS(FAIL, "weak-tls"),
    NOT_MUTUAL(FAIL, "not-mutual"),
    HBONE_REFUSED(FAIL, "hbone-refused"),
    NOT_DELIVERED(FAIL, "not-delivered"),
    NOT_HBONE(FAIL, "not-hbone"),
    DROPPED(INCONCLUSIVE, "dropped"),
    CONTROL_UNSEEN(INCONCLUSIVE, "control-unseen"),
    NO_OUTCOME(INCONCLUSIVE, "no-outcome"),
    UNSEEN(INCONCLUSIVE, "unseen"),
    UNACCOUNTED(INCONCLUSIVE, "unaccounted"),
    HBONE(PASS, "hbone");

    private final Verdict verdict;
    private final String code;

    EncryptionReason(Verdict verdict, String code) {
        this.verdict = verdict;
        this.code = code;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public String code() {
        return code;
    }
}
