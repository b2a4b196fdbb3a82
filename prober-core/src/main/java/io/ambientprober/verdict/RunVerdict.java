package io.ambientprober.verdict;

/** The verdict of a whole run. */
public enum RunVerdict {
    PASS,
    FAIL,
    INCONCLUSIVE
}
