package io.ambientprober.report.text;

/** How much of a report a table shows. */
public enum Detail {
    /** Only what needs attention, and the verdict. */
    SHORT,
    /** Every path, with reasons where something is wrong. */
    TABLE,
    /** Every path with all that is known of it. */
    WIDE
}
