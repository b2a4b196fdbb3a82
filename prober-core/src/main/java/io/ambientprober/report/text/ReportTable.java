package io.ambientprober.report.text;

import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.Surroundings;
import io.ambientprober.report.model.Unlisted;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.statement.Cause;
import java.util.List;
import java.util.Map;

/** A report for people, in the manner of {@code linkerd check}. */
public final class ReportTable {
    private ReportTable() {}

    /** More paths than this are listed by node, those apart that need attention. */
    private static final int MANY = 40;

    public static String of(Report report, Detail detail, Style style) {
        boolean many = report.paths().size() > MANY;
        return of(report, detail, detail == Detail.SHORT || many ? Listing.ATTENTION : Listing.EVERY_PATH, style);
    }

    /** A table of these paths; wide, and otherwise where there are few of them, it can list every one. */
    public static String of(Report report, Detail detail, Listing listing, Style style) {
        Page page = new Page(style);
        PathSection.print(report, detail, listing, page);
        if (report.paths().size() > MANY && report.unlisted().isNothing()) {
            NodeSection.print(report, page);
        }
        CheckSection.print(report, detail, page);
        unlisted(report.unlisted(), page);
        TapSection.print(report, detail, page);
        causes(detail == Detail.WIDE ? report.causes() : LikelyCauses.of(report), page);
        if (detail == Detail.WIDE) {
            environment(report, page);
        }
        page.gap();
        page.marked(VerdictLook.of(report.run()), VerdictLine.of(report));
        return page.toString();
    }

    private static void unlisted(Unlisted unlisted, Page page) {
        if (unlisted.isNothing()) {
            return;
        }
        page.heading("counted, and not listed in this reduced report");
        unlisted.kinds()
                .forEach((kind, tallies) ->
                        tallies.forEach(tally -> page.marked(Severity.of(tally), kind + ": " + tally.name())));
        unlisted.others().forEach(other -> page.marked(VerdictLook.NOT_JUDGED, other));
    }

    private static void causes(List<Cause> causes, Page page) {
        if (!causes.isEmpty()) {
            page.heading("configuration that may explain it");
            causes.forEach(cause -> cause(cause, page));
        }
    }

    private static void cause(Cause cause, Page page) {
        page.marked(VerdictLook.NOT_JUDGED, cause.id() + ": " + cause.summary());
        page.line(1, cause.remedy());
        page.line(1, "read from " + cause.readFrom() + explains(cause));
        if (!cause.link().isEmpty()) {
            page.line(1, "see " + ExplainHint.of(cause));
        }
    }

    private static String explains(Cause cause) {
        return cause.explains().isEmpty() ? "" : "; may explain " + String.join(", ", cause.explains());
    }

    private static void environment(Report report, Page page) {
        Map<String, String> surroundings = Surroundings.of(report);
        if (!surroundings.isEmpty()) {
            page.heading("environment");
            surroundings.forEach((name, value) -> page.marked(VerdictLook.NOT_JUDGED, name + ": " + value));
        }
    }
}
