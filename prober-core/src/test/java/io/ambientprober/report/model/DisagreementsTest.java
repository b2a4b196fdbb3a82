package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.PodName;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.OpenedConnections;
import io.ambientprober.verdict.PathVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisagreementsTest {
    private static final PodName CLIENT = new PodName("probe-a", "client-0001");
    private static final PodName SERVER = new PodName("probe-b", "server-node-2");
    private static final MeshView SERVER_INSIDE = view(SERVER, "enabled", "HBONE", "Up");

    @Test
    void anAnnotationThatLiesIsAFindingOfItsOwn() {
        assertThat(added(SampleReports.masked(), view(CLIENT, "enabled", "HBONE", "Up"), SERVER_INSIDE))
                .containsExactly(
                        "state and wire disagree: the mesh says that probe-a/client-0001 is in it (annotation ambient.istio.io/redirection is enabled, ztunnel has it as HBONE, ztunnel serves it); its server is too, and the wire is in the clear");
    }

    @Test
    void theAnnotationAloneIsEnoughToLie() {
        assertThat(added(SampleReports.masked(), view(CLIENT, "enabled", null, null)))
                .singleElement()
                .asString()
                .contains("(annotation ambient.istio.io/redirection is enabled)");
    }

    @Test
    void aClientThatTheMeshDoesNotKnowIsNoDisagreement() {
        assertThat(added(SampleReports.masked(), view(CLIENT, "", "TCP", null), SERVER_INSIDE))
                .isEmpty();
    }

    @Test
    void plaintextToAServerOutsideTheMeshIsNoDisagreement() {
        assertThat(added(SampleReports.masked(), view(CLIENT, "enabled", "HBONE", "Up"), view(SERVER, "", "TCP", null)))
                .isEmpty();
    }

    @Test
    void countersDisagreeWhenAllOfThemDo() {
        MeshView client = view(CLIENT, "", "TCP", null, opened("source", true, 4));
        assertThat(added(SampleReports.masked(), client, SERVER_INSIDE))
                .containsExactly(
                        "state and wire disagree: ztunnel counted all 4 connections from probe-a/client-0001 to probe-b/server-node-2 as mutual TLS; the wire is in the clear");
        MeshView server = view(SERVER, "enabled", "HBONE", "Up", opened("destination", false, 4));
        assertThat(added(SampleReports.masked(), client, server)).isEmpty();
    }

    @Test
    void aWireThatIsBetterThanTheStateIsADisagreementToo() {
        MeshView client = view(CLIENT, "pending", "TCP", null);
        MeshView server = view(SERVER, "enabled", "HBONE", "Up", opened("destination", false, 3));
        assertThat(added(SampleReports.passing(), client, server))
                .containsExactly(
                        "state and wire disagree: the mesh says that probe-a/client-0001 is not in it (annotation ambient.istio.io/redirection is pending, ztunnel has it as TCP); the wire is HBONE",
                        "state and wire disagree: ztunnel counted none of 3 connections from probe-a/client-0001 to probe-b/server-node-2 as mutual TLS; the wire is HBONE");
    }

    @Test
    void agreementAddsNothing() {
        MeshView client = view(CLIENT, "enabled", "HBONE", "Up", opened("source", true, 4));
        assertThat(added(SampleReports.passing(), client, SERVER_INSIDE)).isEmpty();
        assertThat(added(SampleReports.passing())).isEmpty();
    }

    /** What the views add to the findings of path 0001. */
    private static List<String> added(Report report, MeshView... views) {
        PathVerdict path = report.paths().stream()
                .map(PathReport::verdict)
                .filter(verdict -> verdict.path().id().equals("0001"))
                .findFirst()
                .orElseThrow();
        return new Disagreements(new MeshStatements(List.of(views), List.of()))
                .of(path.path(), path.encryption().reason());
    }

    private static MeshView view(
            PodName pod,
            String redirection,
            @Nullable String protocol,
            @Nullable String state,
            OpenedConnections... opened) {
        return new MeshView(pod, redirection, protocol, state, List.of(opened));
    }

    private static OpenedConnections opened(String reporter, boolean mutualTls, long count) {
        return new OpenedConnections(reporter, CLIENT, SERVER, mutualTls, count);
    }
}
