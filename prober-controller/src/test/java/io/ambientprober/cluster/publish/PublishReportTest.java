package io.ambientprober.cluster.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.cluster.ApiStub;
import io.ambientprober.cluster.Cluster;
import io.ambientprober.report.SampleReports;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishReportTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456789Z");
    private static final String KEPT = "/api/v1/namespaces/probes/configmaps/ambient-prober-report";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/probes/events";

    private ApiStub api;
    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        api = new ApiStub();
        cluster = new Cluster(api.client());
        api.answer(
                EVENTS, 201, "{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"e\"}}");
        api.answer(KEPT, 200, "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"k\"}}");
    }

    @AfterEach
    void stop() {
        cluster.close();
        api.close();
    }

    @Test
    void withoutACrdThereIsNoPolicyReport() throws SiteException {
        assertThat(new PublishReport(cluster, "probes").call(SampleReports.masked(), NOW))
                .containsExactly(
                        "ConfigMap probes/ambient-prober-report", "Event EncryptionFailed in namespace probes");
        assertThat(api.asked()).contains(KEPT, EVENTS).noneMatch(path -> path.endsWith("/ambient-prober"));
    }

    @Test
    void theFirstApiThatIsInstalledIsWritten() throws SiteException {
        install("wgpolicyk8s.io/v1alpha2", "policyreports", "PolicyReport");

        assertThat(new PublishReport(cluster, "probes").call(SampleReports.passing(), NOW))
                .contains("PolicyReport probes/ambient-prober", "Event EncryptionProved in namespace probes");
        install("openreports.io/v1alpha1", "reports", "Report");
        assertThat(new PublishReport(cluster, "probes").call(SampleReports.aborted(), NOW))
                .contains("Report probes/ambient-prober", "Event EncryptionNotProved in namespace probes");
    }

    @Test
    void aRefusalIsSaidAndKeepsNothingElseFromBeingWritten() {
        api.answer(EVENTS, 403, "{\"kind\":\"Status\",\"message\":\"events is forbidden\",\"code\":403}");

        assertThatThrownBy(() -> new PublishReport(cluster, "probes").call(SampleReports.passing(), NOW))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("cannot create an Event in namespace probes: ");
        assertThat(api.asked()).contains(KEPT);
    }

    @Test
    void whoseTurnItWasIsReadAndWritten() throws SiteException {
        new PublishRotation(cluster, "probes").call(List.of("node-1"), NOW);

        assertThat(api.asked()).filteredOn(KEPT::equals).hasSize(2);
    }

    private void install(String groupVersion, String plural, String kind) {
        api.answer("/apis/" + groupVersion, 200, """
                {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s","resources":[
                  {"name":"%s","singularName":"","namespaced":true,"kind":"%s","verbs":["get","patch"]}]}
                """.formatted(groupVersion, plural, kind));
        api.answer(
                "/apis/" + groupVersion + "/namespaces/probes/" + plural + "/ambient-prober",
                200,
                "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"ambient-prober\",\"namespace\":\"probes\"}}"
                        .formatted(groupVersion, kind));
    }
}
