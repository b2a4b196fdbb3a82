package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import java.util.List;

/** Lines that are folded away, and found by a browser's search anyway. */
final class HtmlFold {
    private HtmlFold() {}

    static void write(String summary, List<String> lines, Markup html) {
        html.line().element("details", () -> {
            html.element("summary", summary);
            html.element("pre", () -> lines.forEach(line -> html.text(line).line()));
        });
    }
}
