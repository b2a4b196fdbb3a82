package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.model.VerdictLook.Chip;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Ruling;
import java.util.List;

/** One ruling on the page: what it says, what was found and, where there is something to do, what. */
final class HtmlRuling {
    private final Explanations explanations;
    private final Markup html;

    HtmlRuling(Explanations explanations, Markup html) {
        this.explanations = explanations;
        this.html = html;
    }

    static void chip(Ruling<?> ruling, Markup html) {
        Chip chip = VerdictLook.of(ruling.verdict()).chip();
        html.element(
                "span",
                chip.mark() + " " + ReasonText.question(ruling.reason()) + ": "
                        + ruling.reason().code(),
                "class",
                "chip " + chip.css());
    }

    void write(Ruling<?> ruling, List<Cause> likely) {
        html.line()
                .element(
                        "div",
                        () -> {
                            chip(ruling, html);
                            html.text(" " + ReasonText.sentence(ruling.reason()));
                            if (!ruling.findings().isEmpty()) {
                                html.element(
                                        "ul", () -> ruling.findings().forEach(finding -> html.element("li", finding)));
                            }
                            if (VerdictLook.of(ruling.verdict()).needsAttention()) {
                                whatToDo(ruling);
                                likely.forEach(this::mayExplain);
                            }
                        },
                        "class",
                        "ruling");
    }

    private void whatToDo(Ruling<?> ruling) {
        html.element("p", () -> {
            html.element("strong", "What to do. ").text(explanations.whatToDo(ruling.reason()));
            html.element("span", " More: " + ExplainHint.of(ruling.reason()), "class", "faint");
        });
    }

    private void mayExplain(Cause cause) {
        html.element("p", () -> {
            html.element("strong", "It may come from " + cause.id() + ". ");
            html.text(cause.summary() + "; ").text(cause.remedy());
        });
    }
}
