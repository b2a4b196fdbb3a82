package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.verdict.Ruling;
import java.util.List;

/** What needs attention, before everything else: one entry per path, with what was found. */
final class HtmlAttention {
    private static final int MAX_ENTRIES = 50;

    private HtmlAttention() {}

    static void write(Report report, Markup html) {
        List<PathReport> paths = Severity.attention(report.paths());
        if (paths.isEmpty()) {
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
                                            () -> paths.stream()
                                                    .limit(MAX_ENTRIES)
                                                    .forEach(path -> entry(path, html)),
                                            "class",
                                            "attention");
                            if (paths.size() > MAX_ENTRIES) {
                                html.line().element("p", "and " + (paths.size() - MAX_ENTRIES) + " more, below");
                            }
                        },
                        "id",
                        "attention");
    }

    private static void entry(PathReport path, Markup html) {
        html.line().element("li", () -> {
            html.element(
                    "a",
                    path.verdict().path().name(),
                    "href",
                    HtmlPath.anchor(path.verdict().path()));
            path.verdict()
                    .rulings()
                    .filter(ruling -> VerdictLook.of(ruling.verdict()).needsAttention())
                    .forEach(ruling -> ruling(ruling, html));
        });
    }

    private static void ruling(Ruling<?> ruling, Markup html) {
        html.element("div", () -> {
            HtmlPath.chip(ruling, html);
            html.text(" " + ReasonText.sentence(ruling.reason()));
            ruling.findings().stream().limit(1).forEach(finding -> html.element("div", finding, "class", "faint"));
        });
    }
}
