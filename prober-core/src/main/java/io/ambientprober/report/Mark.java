package io.ambientprober.report;

import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;

/** What stands before a line of a table. */
public enum Mark {
    GOOD("√", "+", "\033[32m"),
    WARNED("‼", "!", "\033[33m"),
    FAILED("×", "x", "\033[31m"),
    OPEN("?", "?", "\033[33m"),
    NONE("-", "-", "");

    private static final String RESET = "\033[0m";
    private final String symbol;
    private final String ascii;
    private final String colour;

    Mark(String symbol, String ascii, String colour) {
        this.symbol = symbol;
        this.ascii = ascii;
        this.colour = colour;
    }

    static Mark of(Verdict verdict) {
        return switch (verdict) {
            case PASS, EXPECTED -> GOOD;
            case WARN -> WARNED;
            case FAIL -> FAILED;
            case INCONCLUSIVE -> OPEN;
            case NOT_JUDGED -> NONE;
        };
    }

    static Mark of(RunVerdict verdict) {
        return switch (verdict) {
            case PASS -> GOOD;
            case FAIL -> FAILED;
            case INCONCLUSIVE -> OPEN;
        };
    }

    /** Text behind this mark; only the mark has a colour, so that a copied line needs no cleaning. */
    public String before(String text, Style style) {
        String mark = style.marks() ? symbol : ascii;
        return (style.colours() && !colour.isEmpty() ? colour + mark + RESET : mark) + " " + text;
    }
}
