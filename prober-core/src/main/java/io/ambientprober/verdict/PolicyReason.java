package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;
import static io.ambientprober.verdict.Verdict.WARN;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Is L4 policy enforced at the destination, and does it hide that the wire is clear? Asked only where the run had its policies in force; the
 * first row that holds decides.
 */
public enum PolicyReason implements Reason, Row<Encrypted> {
    NOT_TRIED(NOT_JUDGED, "not-tried", of -> !of.path().triedPolicies() || !of.proved() && !isMasked(of)),
    NOT_ENFORCED(
            FAIL, "not-enforced", of -> of.proved() && Objects.equals(of.path().deniedPortReached(), true)),
    NO_IDENTITY(
            FAIL, "no-identity", of -> of.proved() && Objects.equals(of.path().identityPortReached(), false)),
    MASKING(WARN, "masking", of -> isMasked(of)),
    ENFORCED(PASS, "enforced", of -> true);

    private final Verdict verdict;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<Encrypted> holds;

    PolicyReason(Verdict verdict, String code, Predicate<Encrypted> holds) {
        this.verdict = verdict;
        this.code = code;
        this.holds = holds;
    }

    private static boolean isMasked(Encrypted of) {
        return of.encryption() == EncryptionReason.PLAINTEXT_MASKED;
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
    public boolean holds(Encrypted facts) {
        return holds.test(facts);
    }
}
