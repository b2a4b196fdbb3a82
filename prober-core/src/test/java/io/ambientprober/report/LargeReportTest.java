package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Two thousand paths are a cluster of a thousand nodes. */
class LargeReportTest {
    private static final Report LARGE = SampleReports.large(1000);
    private static final Report TENANTS = TenantSamples.large(10_000);

    @Test
    void thePageStaysSmall() {
        assertThat(HtmlReport.of(LARGE).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
    }

    /** 15,000 paths, 150,000 pods and as many flows; every seventh path leaks. */
    @Test
    void thePageOfFiveThousandNodesStaysSmallAndCountsWhatItLeavesOut() {
        String page = HtmlReport.of(ClusterSamples.leaking(5000));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
        assertThat(page)
                .contains("1143: encryption FAIL plaintext, service path NOT_JUDGED not-encrypted")
                .contains("more, each in report.json, by namespace: ")
                .contains(" more nodes from which something needs attention. ");
    }

    @Test
    void thePageOfTenThousandPodsStaysSmallAndNamesEveryOne() {
        Report report = TenantSamples.large(10_000);

        String page = HtmlReport.of(report);

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
        assertThat(report.checks().beyondCanaries()).allMatch(checked -> page.contains(checked.name()));
    }

    @Test
    void theTableListsWhatNeedsAttentionAndSumsTheRest() {
        String table = ReportTable.of(LARGE, Detail.TABLE, Style.PLAIN);

        assertThat(table.lines().filter(line -> line.startsWith("x node-") && line.contains(" (")))
                .hasSize(286);
        assertThat(table)
                .contains("by node\n-------\nx node-0: 1 failed, 2 passed\n")
                .contains("nodes with nothing that needs attention");
    }

    /** Of ten thousand pods one in a hundred fails. */
    @Test
    void theTableListsAScreenOfPodsAndFlowsAndCountsTheRest() {
        String table = ReportTable.of(TenantSamples.large(10_000), Detail.WIDE, Style.PLAIN);

        assertThat(table.lines().filter(line -> line.startsWith("x namespace-of-team")))
                .hasSize(40);
        assertThat(table)
                .contains(
                        "\nx 9980 more pods: 80 failed, 9900 passed\n",
                        "\nx 9980 more flows: 80 failed, 9900 passed\n");
    }

    @Test
    void theObjectFitsIntoACluster() {
        String object =
                PolicyReport.of(LARGE, PolicyReport.Api.OPENREPORTS, "x").toString();

        assertThat(object.length()).isLessThan(1 << 20);
        assertThat(object).contains("\"fail\":287", "\"ambientprober.io/left-out\"");
    }

    @Test
    void theTerminationMessageFitsAndSaysWhatItLeavesOut() {
        String message = TerminationMessage.of(LARGE);

        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(3900, TerminationMessage.MAX_BYTES);
        assertThat(message).contains("\"paths\":{\"fail\":286,\"pass\":1714}").containsPattern("\"more\":[1-9]");
    }

    @Test
    void ofTenThousandPodsEveryOtherFormatHasRoom() {
        assertThat(TerminationMessage.of(TENANTS)).hasSizeBetween(3900, TerminationMessage.MAX_BYTES);
        assertThat(JUnitReport.of(TENANTS)).hasSizeLessThan(500_000);
        assertThat(PrometheusReport.of(TENANTS)).hasSizeLessThan(5_000);
        assertThat(PolicyReport.of(TENANTS, PolicyReport.Api.OPENREPORTS, "x").toString())
                .hasSizeLessThan(1 << 20);
    }
}
