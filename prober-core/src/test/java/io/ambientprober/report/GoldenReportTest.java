package io.ambientprober.report;

import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenReportTest {
    private static final Map<String, Report> REPORTS = Map.of(
            "passing", SampleReports.passing(),
            "masked", SampleReports.masked(),
            "inconclusive", SampleReports.inconclusive(),
            "aborted", SampleReports.aborted(),
            "lost-redirection", TenantSamples.lostRedirection(),
            "only-flows", TenantSamples.onlyFlows());

    static Stream<Arguments> tables() {
        return REPORTS.entrySet().stream()
                .flatMap(report -> Stream.of(Detail.values())
                        .map(detail -> Arguments.of(report.getKey(), detail, report.getValue())));
    }

    static Stream<Arguments> reports() {
        return REPORTS.entrySet().stream().map(report -> Arguments.of(report.getKey(), report.getValue()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tables")
    void table(String name, Detail detail, Report report) throws IOException {
        String file = name + "." + detail.name().toLowerCase(Locale.ROOT) + ".txt";
        Golden.assertGolden(file, ReportTable.of(report, detail, new Style(true, false)));
    }

    @Test
    void withoutMarks() throws IOException {
        Golden.assertGolden("masked.plain.txt", ReportTable.of(SampleReports.masked(), Detail.TABLE, Style.PLAIN));
    }

    @Test
    void withColours() throws IOException {
        Golden.assertGolden(
                "masked.colours.txt", ReportTable.of(SampleReports.masked(), Detail.SHORT, new Style(true, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void json(String name, Report report) throws IOException {
        Golden.assertGolden(name + ".json", ReportJson.of(report));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void junit(String name, Report report) throws IOException {
        Golden.assertGolden(name + ".junit.xml", JUnitReport.of(report));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void html(String name, Report report) throws IOException {
        Golden.assertGolden(name + ".html", HtmlReport.of(report));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void prometheus(String name, Report report) throws IOException {
        Golden.assertGolden(name + ".prom", PrometheusReport.of(report));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void policyReport(String name, Report report) throws IOException {
        for (PolicyReport.Api api : PolicyReport.Api.values()) {
            Golden.assertGolden(
                    name + "." + api.group() + ".json",
                    PolicyReport.of(report, api, "ambient-prober").toPrettyString() + "\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void terminationMessage(String name, Report report) throws IOException {
        Golden.assertGolden(name + ".termination.json", TerminationMessage.of(report) + "\n");
    }
}
