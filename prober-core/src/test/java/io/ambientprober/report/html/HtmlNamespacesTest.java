package io.ambientprober.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.flow.Traffic;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.Checks;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PathVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlNamespacesTest {
    private static final FlowVerdict WELL =
            TenantSamples.flow("probe-a/Deployment/a", "probe-b/Deployment/b", 15008, new Traffic(1, 20, 4_000));

    @Test
    void aSquareIsTheWorstOfPathsAndFlowsAndSaysWhichOfThem() {
        FlowVerdict past = TenantSamples.past("probe-a/Deployment/x", "probe-b/Deployment/b");

        assertThat(page(SampleReports.passing(), WELL, past))
                .contains(
                        "<span class=\"chip fail\" title=\"canary paths: 1 passed; flows: 1 failed, 1 passed\">× 1 of 2 flows</span>");
        assertThat(page(SampleReports.masked(), WELL))
                .contains(
                        "<span class=\"chip fail\" title=\"canary paths: 1 failed, 1 passed; flows: 1 passed\">× 1 of 2 paths</span>");
    }

    @Test
    void whereBothStandTheSameBothAreNamed() {
        assertThat(page(SampleReports.passing(), WELL))
                .contains("title=\"canary paths: 1 passed; flows: 1 passed\">√ 1 path, 1 flow</span>");
    }

    @Test
    void canariesOfSeveralNamespacesAloneHaveOneToo() {
        Report one = SampleReports.passing();
        PathReport path = one.paths().getLast();
        Report two = new Revision(one).of(List.of(path, from("shop", path)));

        assertThat(HtmlReport.of(one)).doesNotContain("id=\"namespaces\"");
        assertThat(HtmlReport.of(two))
                .contains(
                        "id=\"namespaces\"",
                        "<th scope=\"row\">shop</th>",
                        "title=\"canary paths: 1 passed\">√ 1 path</span>");
    }

    private static String page(Report report, FlowVerdict... flows) {
        return HtmlReport.of(new Revision(report)
                .asking(
                        new Checks(
                                null,
                                new NotAsked<>("--only"),
                                new Asked<>(new FlowVerdicts(List.of(flows), List.of()))),
                        report.coverage()));
    }

    private static PathReport from(String namespace, PathReport report) {
        PathVerdict verdict = report.verdict();
        ProbePath path = verdict.path();
        Client client = path.client();
        ProbePath other = new ProbePath(
                "00ff",
                "from " + namespace,
                path.expect(),
                new Client(namespace, client.pod(), client.node(), client.ips(), client.enrolled()),
                path.server(),
                path.service(),
                path.waypoint(),
                path.canary(),
                path.outcome(),
                path.handshake());
        return new PathReport(
                new PathVerdict(other, verdict.encryption(), verdict.servicePath(), verdict.policy()),
                report.evidence());
    }
}
