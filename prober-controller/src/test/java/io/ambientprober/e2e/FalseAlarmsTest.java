package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What goes on in a whole mesh all day, all at once: nothing of it fails. That pods and flows can fail is what {@link TenantsTest}
 * shows.
 */
@Tag("cluster")
final class FalseAlarmsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String MESH = "everyday";
    private static final String OUTSIDE = "everyday-outside";

    @BeforeAll
    static void makePods() {
        TestBed.assume();
        TestCluster.healthy();
        apply("everyday.yaml");
        Stream.of(MESH, OUTSIDE)
                .forEach(namespace -> Command.kubectl(
                                "-n",
                                namespace,
                                "wait",
                                "--for=condition=Ready",
                                "pod",
                                "-l",
                                "!job-name",
                                "--timeout=120s")
                        .requireSuccess());
        Command.kubectl("-n", MESH, "wait", "--for=condition=Complete", "job/ended", "--timeout=120s")
                .requireSuccess();
    }

    @AfterAll
    static void takeAway() {
        Command.kubectl("delete", "--ignore-not-found", "namespace", MESH, OUTSIDE)
                .requireSuccess();
        TestCluster.healthy();
    }

    @Test
    void failsNothing() throws JsonProcessingException {
        apply("young.yaml");
        Ended run;
        try (EverydayTraffic _ = EverydayTraffic.begin()) {
            Command.Started started = Command.start(
                    TestCluster.prober("run", "-v", "-o", "json", "--only", "pods,flows", "--flows-for", "20s"));
            // the counting is under way then, and what looked at the pods' ports has ended
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> Command.read(started.err()).contains("] pods took"));
            Command.kubectl("-n", MESH, "delete", "pod", "-l", "app=replaced", "--wait=false")
                    .requireSuccess();
            Command.kubectl(
                            "-n",
                            "istio-system",
                            "delete",
                            "pod",
                            "-l",
                            "app=ztunnel",
                            "--field-selector=spec.nodeName="
                                    + TestCluster.nodes().get(1),
                            "--grace-period=1",
                            "--wait=false")
                    .requireSuccess();
            run = Command.await(started);
        }

        assertThat(run.out()).as(run.err()).isNotBlank();
        JsonNode report = JSON.readTree(run.out());
        assertThat(failed(report.path("pods").path("list"))).as("pods").isEmpty();
        assertThat(failed(report.path("flows").path("list"))).as("flows").isEmpty();
        assertThat(run.exitCode()).as(run.err()).isNotEqualTo(1);
        assertThat(passedFlows(report))
                .as("flows that were counted: " + report.path("flows"))
                .contains("everyday/Pod/client-1 to everyday/Pod/server-1");
        assertThat(report.path("flows").path("strictWouldRefuse").findValuesAsText("client"))
                .as("what comes from outside: " + report.path("flows"))
                .contains("everyday-outside/Pod/client-2");
        TestCluster.assertNothingIsLeft();
    }

    /** A manifest among the test's resources. */
    private static void apply(String name) {
        try (InputStream manifest = FalseAlarmsTest.class.getResourceAsStream("/e2e/" + name)) {
            Command.apply(new String(Objects.requireNonNull(manifest).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> failed(JsonNode rulings) {
        List<String> failed = new ArrayList<>();
        rulings.forEach(ruling -> {
            String verdict = ruling.path("verdict").asText();
            if (verdict.equals("FAIL") || verdict.equals("WARN")) {
                failed.add(ruling.toString());
            }
        });
        return failed;
    }

    private static List<String> passedFlows(JsonNode report) {
        List<String> passed = new ArrayList<>();
        report.path("flows").path("list").forEach(flow -> {
            if (flow.path("verdict").asText().equals("PASS")) {
                passed.add(flow.path("client").asText() + " to "
                        + flow.path("server").asText());
            }
        });
        return passed;
    }
}
