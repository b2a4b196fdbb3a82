package io.ambientprober.fuzz;

import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PolicyReport.Api;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import java.nio.charset.StandardCharsets;

/** Whatever a report says, each format of it can be made, and none lets through what would command a terminal or a browser. */
final class Formats {
    private Formats() {}

    static void requireAll(Report report) {
        for (Detail detail : Detail.values()) {
            requireHarmless(ReportTable.of(report, detail, Style.PLAIN), "the table");
        }
        requireHarmless(JUnitReport.of(report), "the JUnit report");
        requireHarmless(HtmlReport.of(report), "the page");
        requireHarmless(PrometheusReport.of(report), "the metrics");
        for (Api api : Api.values()) {
            requireHarmless(PolicyReport.of(report, api, "name").toPrettyString(), "the policy report");
        }
        String message = TerminationMessage.of(report);
        requireHarmless(message, "the termination message");
        Require.that(
                message.getBytes(StandardCharsets.UTF_8).length <= TerminationMessage.MAX_BYTES,
                "the termination message is too long");
    }

    private static void requireHarmless(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            Require.that(
                    each == '\n' || each == '\t' || each == '\r' || !Character.isISOControl(each),
                    what + " holds the control character " + (int) each);
        }
    }
}
