package io.ambientprober.report.text;

/** Which paths a table lists one by one. */
public enum Listing {
    EVERY_PATH,
    /** Those that failed, are inconclusive or warn. */
    ATTENTION
}
