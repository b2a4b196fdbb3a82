package io.ambientprober.verdict;

/** What fails a run. */
public enum FailOn {
    FAIL,
    /** Warnings too. */
    WARN
}
