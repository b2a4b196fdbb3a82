package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.Ruling;
import java.util.List;

/** What needs attention, before everything else: one entry per path, pod or flow, with what was found. */
final class HtmlAttention {
    private static final int MAX_ENTRIES = 50;

    private HtmlAttention() {}

    static void write(Report report, Markup html) {
        List<Ruled> open = Severity.attention(report.ruled());
        if (open.isEmpty()) {
            return;
        }
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "What needs attention");
                            html.line()
                                    .element(
                                            "ol",
                                            () -> open.stream()
                                                    .limit(MAX_ENTRIES)
                                                    .forEach(ruled -> entry(ruled, html)),
                                            "class",
                                            "attention");
                            if (open.size() > MAX_ENTRIES) {
                                html.line().element("p", "and " + (open.size() - MAX_ENTRIES) + " more, below");
                            }
                        },
                        "id",
                        "attention");
    }

    private static void entry(Ruled ruled, Markup html) {
        html.line().element("li", () -> {
            html.element("a", ruled.name(), "href", target(ruled));
            ruled.rulings()
                    .filter(ruling -> VerdictLook.of(ruling.verdict()).needsAttention())
                    .forEach(ruling -> ruling(ruling, html));
        });
    }

    private static String target(Ruled ruled) {
        return ruled instanceof PathReport path ? HtmlPath.anchor(path.verdict().path()) : HtmlCheck.anchor(ruled);
    }

    private static void ruling(Ruling<?> ruling, Markup html) {
        html.element("div", () -> {
            HtmlRuling.chip(ruling, html);
            html.text(" " + ReasonText.sentence(ruling.reason()));
            ruling.findings().stream().limit(1).forEach(finding -> html.element("div", finding, "class", "faint"));
        });
    }
}
