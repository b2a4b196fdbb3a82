package io.ambientprober.report.model;

import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;

/** How a verdict looks in every format; what matters most comes first. */
public enum VerdictLook {
    FAIL(new Line("×", "x", Colour.RED), "failed", new Chip("fail", "×"), "failure", "fail", "critical"),
    INCONCLUSIVE(new Line("?", "?", Colour.YELLOW), "inconclusive", new Chip("open", "?"), "error", "error", "high"),
    WARN(new Line("‼", "!", Colour.YELLOW), "with a warning", new Chip("open", "‼"), "", "warn", "medium"),
    PASS(new Line("√", "+", Colour.GREEN), "passed", new Chip("pass", "√"), "", "pass", "info"),
    EXPECTED(new Line("√", "+", Colour.GREEN), "in the clear as declared", new Chip("plain", "○"), "", "pass", "info"),
    NOT_JUDGED(new Line("-", "-", Colour.NONE), "not judged", new Chip("none", "–"), "skipped", "skip", "info");

    private final String mark;
    private final String ascii;
    private final Colour colour;
    private final String word;
    private final String css;
    private final String chipMark;
    private final String junit;
    private final String policyResult;
    private final String policySeverity;

    VerdictLook(Line line, String word, Chip chip, String junit, String policyResult, String policySeverity) {
        mark = line.mark();
        ascii = line.ascii();
        colour = line.colour();
        this.word = word;
        css = chip.css();
        chipMark = chip.mark();
        this.junit = junit;
        this.policyResult = policyResult;
        this.policySeverity = policySeverity;
    }

    /** ANSI codes of terminals (ECMA-48, SGR). */
    public enum Colour {
        RED("\033[31m"),
        YELLOW("\033[33m"),
        GREEN("\033[32m"),
        NONE("");

        private final String code;

        Colour(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** What stands before a line of a table, also where there is nothing but ASCII. */
    public record Line(String mark, String ascii, Colour colour) {}

    /** On a page: a class of report.css and a mark, so that no colour stands alone. */
    public record Chip(String css, String mark) {}

    public static VerdictLook of(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case WARN -> WARN;
            case PASS -> PASS;
            case EXPECTED -> EXPECTED;
            case NOT_JUDGED -> NOT_JUDGED;
        };
    }

    public static VerdictLook of(RunVerdict verdict) {
        return switch (verdict) {
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case PASS -> PASS;
        };
    }

    /** Whether there is something to do about it. */
    public boolean needsAttention() {
        return compareTo(WARN) <= 0;
    }

    public Line line() {
        return new Line(mark, ascii, colour);
    }

    /** Behind a count of paths. */
    public String word() {
        return word;
    }

    public Chip chip() {
        return new Chip(css, chipMark);
    }

    /** The element of a case of JUnit that ended so; empty for one that passed, which has none. */
    public String junit() {
        return junit;
    }

    /** The result in the APIs of the Policy Working Group. */
    public String policyResult() {
        return policyResult;
    }

    public String policySeverity() {
        return policySeverity;
    }
}
