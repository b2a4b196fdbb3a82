package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.CheckedWords;
import io.ambientprober.report.model.Report;
import java.util.List;

/** Who would break under STRICT. */
final class HtmlOutside {
    private static final int AT_ONCE = 20;
    private static final int LINES = 2000;

    private HtmlOutside() {}

    static void write(Report report, Markup html) {
        List<String> lines = CheckedWords.outside(report.checks().flowVerdicts().strictWouldRefuse());
        if (lines.isEmpty()) {
            return;
        }
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "From outside the mesh, which STRICT would refuse");
                            html.line()
                                    .element(
                                            "ul",
                                            () -> lines.stream()
                                                    .limit(AT_ONCE)
                                                    .forEach(line -> html.line().element("li", line)));
                            more(lines, html);
                        },
                        "id",
                        "outside");
    }

    private static void more(List<String> lines, Markup html) {
        if (lines.size() > AT_ONCE) {
            HtmlFold.write(
                    "and " + (lines.size() - AT_ONCE) + " more, of which all are in report.json",
                    lines.stream().skip(AT_ONCE).limit(LINES).toList(),
                    html);
        }
    }
}
