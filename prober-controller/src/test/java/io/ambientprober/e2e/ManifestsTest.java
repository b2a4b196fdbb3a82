package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manifests as they are: a run in the cluster, with the rights that they grant and no others. */
@Tag("cluster")
final class ManifestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String NAMESPACE = "ambient-prober";
    private static final String FINISHED = "{.status.conditions[?(@.status=='True')].type}";

    @BeforeEach
    void needsCluster() {
        TestCluster.assume();
    }

    @AfterEach
    void takeAway() {
        TestCluster.healthy();
        for (String overlay : new String[] {"job", "cronjob"}) {
            Command.kubectl("delete", "-k", folder(overlay), "--ignore-not-found")
                    .requireSuccess();
        }
        TestCluster.assertNothingIsLeft();
    }

    private static String folder(String overlay) {
        return "../manifests/overlays/" + overlay;
    }

    @Test
    void aJobThatPassesIsCompleteAndItsReportOutlivesItsPod() throws IOException {
        TestCluster.healthy();
        Command.kubectl("apply", "-k", folder("job")).requireSuccess();

        awaitEnd("job/ambient-prober", "Complete");

        Command.kubectl("-n", NAMESPACE, "delete", "job", "ambient-prober").requireSuccess();
        assertThat(report().path("run").asText()).isEqualTo("PASS");
        assertThat(Command.kubectl("-n", NAMESPACE, "get", "events.events.k8s.io")
                        .out())
                .contains("EncryptionProved");
    }

    @Test
    void aJobThatFailsIsFailedAndNotTriedUntilItPasses() throws IOException {
        TestCluster.assumeScenarios();
        TestCluster.healthy();
        TestCluster.scenario("ztunnel-down", TestCluster.nodes().getFirst());
        Command.kubectl("apply", "-k", folder("job")).requireSuccess();

        awaitEnd("job/ambient-prober", "Failed");

        String pods = Command.kubectl("-n", NAMESPACE, "get", "pods", "-l", "job-name=ambient-prober", "-o", "name")
                .requireSuccess();
        assertThat(pods.lines()).hasSize(1);
        assertThat(Command.kubectl(
                                "-n",
                                NAMESPACE,
                                "get",
                                pods.strip(),
                                "-o",
                                "jsonpath={.status.containerStatuses[0].state}")
                        .requireSuccess())
                .contains("\"exitCode\":1")
                .contains("not-delivered");
        assertThat(report().path("run").asText()).isEqualTo("FAIL");
    }

    @Test
    void aCronJobMakesItsJobs() {
        TestCluster.healthy();
        Command.kubectl("apply", "-k", folder("cronjob")).requireSuccess();
        Command.kubectl(
                        "-n",
                        NAMESPACE,
                        "patch",
                        "cronjob",
                        "ambient-prober",
                        "-p",
                        "{\"spec\":{\"schedule\":\"* * * * *\"}}")
                .requireSuccess();
        await().atMost(LONG).until(() -> !jobs().isBlank());
        Command.kubectl("-n", NAMESPACE, "patch", "cronjob", "ambient-prober", "-p", "{\"spec\":{\"suspend\":true}}")
                .requireSuccess();

        awaitEnd(jobs().lines().findFirst().orElseThrow(), "Complete");
    }

    private static String jobs() {
        return Command.kubectl("-n", NAMESPACE, "get", "jobs", "-o", "name").requireSuccess();
    }

    private static void awaitEnd(String job, String condition) {
        await().atMost(LONG)
                .until(() -> Command.kubectl("-n", NAMESPACE, "get", job, "-o", "jsonpath=" + FINISHED)
                        .requireSuccess()
                        .matches(".*(Complete|Failed)( .*)?"));
        String log = Command.kubectl("-n", NAMESPACE, "logs", job).out();
        assertThat(Command.kubectl("-n", NAMESPACE, "get", job, "-o", "jsonpath=" + FINISHED)
                        .requireSuccess())
                .as(log)
                .contains(condition);
    }

    /** As text where it is small, and else packed. */
    private static JsonNode report() throws IOException {
        JsonNode kept = JSON.readTree(
                Command.kubectl("-n", NAMESPACE, "get", "configmap", "ambient-prober-report", "-o", "json")
                        .requireSuccess());
        JsonNode packed = kept.at("/binaryData/report.json.gz");
        if (packed.isMissingNode()) {
            return JSON.readTree(kept.at("/data/report.json").asText());
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.binaryValue()))) {
            return JSON.readTree(in);
        }
    }
}
