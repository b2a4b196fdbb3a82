package io.ambientprober.report;

import io.ambientprober.report.Report.Cause;

/** A report for people, in the manner of {@code linkerd check}. */
public final class ReportTable {
    private ReportTable() {}

    public static String of(Report report, Detail detail, Style style) {
        Page page = new Page(style);
        PathSection.print(report, detail, page);
        TapSection.print(report, detail, page);
        causes(report, page);
        if (detail == Detail.WIDE) {
            environment(report, page);
        }
        page.gap();
        page.marked(Mark.of(report.run()), VerdictLine.of(report));
        return page.toString();
    }

    private static void causes(Report report, Page page) {
        if (report.causes().isEmpty()) {
            return;
        }
        page.heading("configuration that may explain it");
        for (Cause cause : report.causes()) {
            page.marked(Mark.NONE, cause.id() + ": " + cause.summary());
            page.line(1, cause.remedy());
        }
    }

    private static void environment(Report report, Page page) {
        if (!report.environment().isEmpty()) {
            page.heading("environment");
            report.environment().forEach((name, value) -> page.marked(Mark.NONE, name + ": " + value));
        }
    }
}
