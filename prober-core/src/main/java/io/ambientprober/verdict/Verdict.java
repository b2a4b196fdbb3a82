package io.ambientprober.verdict;

/** The first half of every ruling; the second is its {@link Reason}. */
public enum Verdict {
    PASS,
    FAIL,
    WARN,
    INCONCLUSIVE,
    /** In the clear, as declared. */
    EXPECTED,
    NOT_JUDGED
}
