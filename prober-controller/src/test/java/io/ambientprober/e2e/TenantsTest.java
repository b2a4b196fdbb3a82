package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.TenantRows.TenantRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods that were there before the run, with real traffic: what is said of them, of what they send, and from within them. */
@Tag("cluster")
final class TenantsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG_ENOUGH = "12s";

    private static Stream<TenantRow> rows() {
        return TenantRows.ALL.stream().filter(row -> row.name().matches(TestCluster.ROWS));
    }

    @BeforeAll
    static void makePods() {
        TestBed.assume();
        TestCluster.healthy();
        TestBed.makeSample();
    }

    @AfterAll
    static void takeAway() {
        TestCluster.healthy();
        Command.run(TestCluster.prober("cleanup", "--all")).requireSuccess();
        TestBed.deleteSample();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgesRight(TenantRow row) throws JsonProcessingException {
        TestCluster.healthy();
        row.states().forEach(state -> TestCluster.scenario(state.split(" ")));
        List<String> arguments = new ArrayList<>(row.arguments());
        arguments.addAll(List.of("--flows-for", LONG_ENOUGH));

        Ended run = runWithTraffic(arguments);

        List<String> undone = BedState.undone(row.states());
        assertThat(run.out()).as(run.err()).isNotBlank();
        JsonNode report = JSON.readTree(run.out());
        List<String> wrong = new ArrayList<>(undone);
        wrong.addAll(wrong(row, report));
        assertThat(wrong).as(() -> run.err() + BedState.pods()).isEmpty();
        assertThat(run.exitCode())
                .as(() -> run.err() + report.path("flows") + BedState.pods())
                .isEqualTo(row.exitCode());
        assertThat(isFromOutside(report)).as(run.err()).isEqualTo(row.fromOutside());
        TestCluster.assertNothingIsLeft();
    }

    private static Ended runWithTraffic(List<String> arguments) {
        try (TenantTraffic _ = TenantTraffic.begin("hello")) {
            return TestCluster.run(arguments);
        }
    }

    private static boolean isFromOutside(JsonNode report) {
        for (JsonNode refused : report.path("flows").path("strictWouldRefuse")) {
            if (refused.path("client").asText().equals("plain/Pod/client-1")
                    && refused.path("server").asText().equals("mesh/Pod/server-1")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> wrong(TenantRow row, JsonNode report) {
        List<String> wrong = new ArrayList<>();
        Map<String, Ruling> inPods = new LinkedHashMap<>();
        report.path("paths").forEach(path -> {
            String name = path.path("name").asText();
            if (name.startsWith("in ")) {
                inPods.merge(
                        name.substring("in ".length(), name.indexOf(" to ")),
                        Ruling.of(path.path("encryption")),
                        Ruling::and);
            }
        });
        row.inPods().forEach((pod, right) -> compare(wrong, "within " + pod, inPods.get(pod), right));
        report.path("pods").path("list").forEach(pod -> {
            String name = pod.path("namespace").asText() + "/" + pod.path("pod").asText();
            row.pods().forEach((pattern, right) -> {
                if (name.matches(pattern)) {
                    compare(wrong, name, Ruling.of(pod), right);
                }
            });
        });
        Map<String, Ruling> flows = new LinkedHashMap<>();
        report.path("flows")
                .path("list")
                .forEach(flow -> flows.put(
                        flow.path("client").asText() + " to "
                                + flow.path("server").asText() + ":"
                                + flow.path("port").asInt(),
                        Ruling.of(flow)));
        row.flows().forEach((name, right) -> compare(wrong, name, flows.get(name), right));
        flows.forEach((name, said) -> {
            if (!row.flows().containsKey(name)) {
                compare(wrong, name, said, "PASS hbone");
            }
        });
        return wrong;
    }

    private static void compare(List<String> wrong, String what, @Nullable Ruling found, String right) {
        Ruling ruling = found == null ? Ruling.NONE : found;
        if (!right.equals(ruling.said())) {
            wrong.add(ruling.insteadOf(right, what));
        }
    }
}
