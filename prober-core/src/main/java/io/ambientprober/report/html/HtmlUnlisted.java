package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.Tally;
import io.ambientprober.report.model.Unlisted;
import io.ambientprober.report.model.VerdictLook.Chip;

/** What a reduced report counts and does not list. */
final class HtmlUnlisted {
    private HtmlUnlisted() {}

    static void write(Report report, Markup html) {
        Unlisted unlisted = report.unlisted();
        if (unlisted.isNothing()) {
            return;
        }
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Counted, and not listed in this reduced report");
                            html.line().element("ul", () -> {
                                unlisted.kinds()
                                        .forEach((kind, tallies) -> tallies.forEach(
                                                tally -> html.line().element("li", () -> line(kind, tally, html))));
                                unlisted.others().forEach(other -> html.line().element("li", other));
                            });
                        },
                        "id",
                        "unlisted");
    }

    static void line(String kind, Tally tally, Markup html) {
        Chip chip = Severity.of(tally).chip();
        html.element("span", chip.mark() + " " + kind, "class", "chip " + chip.css());
        html.text(" " + tally.name());
    }
}
