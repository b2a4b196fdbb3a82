package io.ambientprober.report.text;

import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.util.List;

/** One ruling in a table. */
final class RulingLines {
    private RulingLines() {}

    /** With what was found, where it is explained, and what may be why. */
    static void inFull(Ruling<?> ruling, List<Cause> likely, Page page) {
        page.line(1, ReasonText.question(ruling.reason()) + ": " + words(ruling));
        page.line(2, ReasonText.sentence(ruling.reason()));
        ruling.findings().forEach(finding -> page.line(2, finding));
        page.line(2, "see " + ExplainHint.of(ruling.reason()));
        likely.forEach(cause -> page.line(2, "likely cause: " + cause.id() + ": " + cause.remedy()));
    }

    static String words(Ruling<?> ruling) {
        String verdict = ruling.verdict() == Verdict.NOT_JUDGED
                ? "not judged"
                : ruling.verdict().name();
        return verdict + " " + ruling.reason().code();
    }
}
