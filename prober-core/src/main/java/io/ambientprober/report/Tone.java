package io.ambientprober.report;

import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;

/** How a verdict looks on the page: a class of report.css and a mark, so that no colour stands alone. */
enum Tone {
    PASS("pass", "√"),
    FAIL("fail", "×"),
    OPEN("open", "?"),
    WARN("open", "‼"),
    PLAIN("plain", "○"),
    NONE("none", "–");

    private final String css;
    private final String mark;

    Tone(String css, String mark) {
        this.css = css;
        this.mark = mark;
    }

    static Tone of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case WARN -> WARN;
            case INCONCLUSIVE -> OPEN;
            case EXPECTED -> PLAIN;
            case NOT_JUDGED -> NONE;
        };
    }

    static Tone of(RunVerdict verdict) {
        return switch (verdict) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> OPEN;
        };
    }

    String css() {
        return css;
    }

    String mark() {
        return mark;
    }
}
