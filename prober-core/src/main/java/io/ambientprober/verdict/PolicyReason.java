package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;
import static io.ambientprober.verdict.Verdict.WARN;

/** Is L4 policy enforced at the destination, and does it hide that the wire is clear? */
public enum PolicyReason implements Reason {
    NOT_TRIED(NOT_JUDGED, "not-tried"),
    NOT_ENFORCED(FAIL, "not-enforced"),
    NO_IDENTITY(FAIL, "no-identity"),
    MASKING(WARN, "masking"),
    ENFORCED(PASS, "enforced");

    private final Verdict verdict;
    private final String code;

    PolicyReason(Verdict verdict, String code) {
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
