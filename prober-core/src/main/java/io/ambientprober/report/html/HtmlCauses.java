package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.statement.Cause;
import java.util.List;

/** Configuration that may explain a failure, and what to change. */
final class HtmlCauses {
    private static final int MAX_CAUSES = 100;

    private HtmlCauses() {}

    static void write(Report report, Markup html) {
        List<Cause> causes = LikelyCauses.of(report);
        if (causes.isEmpty()) {
            return;
        }
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Configuration that may explain it, and what to change");
                            html.line()
                                    .element(
                                            "p",
                                            "Read from the cluster, never part of a verdict: only packets decide.",
                                            "class",
                                            "faint");
                            causes.stream().limit(MAX_CAUSES).forEach(cause -> cause(cause, html));
                            if (causes.size() > MAX_CAUSES) {
                                html.line()
                                        .element("p", "and " + (causes.size() - MAX_CAUSES) + " more, in report.json");
                            }
                        },
                        "id",
                        "causes");
    }

    static void cause(Cause cause, Markup html) {
        html.line()
                .element(
                        "div",
                        () -> {
                            html.element("strong", cause.id()).text(": " + cause.summary());
                            html.element("div", cause.remedy());
                            html.element("div", source(cause), "class", "faint");
                        },
                        "class",
                        "ruling");
    }

    private static String source(Cause cause) {
        String explains = cause.explains().isEmpty() ? "" : "; may explain " + String.join(", ", cause.explains());
        String link = cause.link().isEmpty() ? "" : "; see " + ExplainHint.of(cause);
        return "read from " + cause.readFrom() + explains + link;
    }
}
