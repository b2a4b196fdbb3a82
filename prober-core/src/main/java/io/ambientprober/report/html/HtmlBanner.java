package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Surroundings;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.model.VerdictLook.Chip;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The top of the page: the verdict, its limits, and when and how it came about. */
final class HtmlBanner {
    private HtmlBanner() {}

    static void write(Report report, Markup html) {
        Chip chip = VerdictLook.of(report.run()).chip();
        html.line()
                .element(
                        "header",
                        () -> {
                            html.line().element("h1", chip.mark() + " " + report.run());
                            html.line().element("p", VerdictLine.summary(report) + ".");
                            if (!report.unlisted().isNothing()) {
                                html.line().element("p", VerdictLine.reduced(report) + ".");
                            }
                            if (report.abort() == null) {
                                html.line().element("p", VerdictLine.limits(report), "class", "limits");
                            }
                        },
                        "class",
                        "banner " + chip.css());
        HtmlCoverage.write(report, html);
        facts(report, html);
        navigation(report, html);
    }

    private static void facts(Report report, Markup html) {
        Period period = Period.of(report);
        html.line().element("dl", () -> {
            fact("Run", report.runKey(), html);
            fact("From", time(period.started()), html);
            fact("To", time(period.ended()), html);
            Surroundings.withoutProvenance(report).forEach((name, value) -> fact(name, value, html));
        });
    }

    private static void fact(String name, String value, Markup html) {
        if (!value.isEmpty()) {
            html.line().element("dt", name).element("dd", value);
        }
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void navigation(Report report, Markup html) {
        html.line().element("nav", () -> {
            if (report.abort() == null) {
                judged(report, html);
            }
            if (!LikelyCauses.of(report).isEmpty()) {
                link("#causes", "Causes", html);
            }
            link("#captures", "Captures and hashes", html);
            link("#claim", "What it proves, and how to check it", html);
        });
    }

    private static void judged(Report report, Markup html) {
        if (!report.paths().isEmpty()) {
            link("#matrix", "Matrix", html);
        }
        report.checks().asked().forEach(check -> link("#" + check.name(), check.title(), html));
        if (!report.checks().flowVerdicts().strictWouldRefuse().isEmpty()) {
            link("#outside", "What STRICT would refuse", html);
        }
        if (!report.paths().isEmpty()) {
            link("#paths", "Every path", html);
        }
    }

    private static void link(String target, String text, Markup html) {
        html.element("a", text, "href", target).raw(" ");
    }
}
