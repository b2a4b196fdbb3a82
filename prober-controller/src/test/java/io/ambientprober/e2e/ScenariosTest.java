package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.Row.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Brings the mesh into every state of the table, probes it, and compares verdict and reason of every path. */
@Tag("cluster")
final class ScenariosTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Stream<Row> rows() {
        return Rows.ALL.stream().filter(row -> row.name().matches(TestCluster.ROWS));
    }

    /** Namespaces of the test's own, so that a state can be brought about before a run. */
    @BeforeAll
    static void makeNamespaces() {
        TestCluster.assume();
        Command.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {istio.io/dataplane-mode: ambient}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {istio.io/dataplane-mode: ambient}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                """.formatted(Rows.MESH, Rows.WAYPOINT, Rows.OUTSIDE));
    }

    @AfterAll
    static void takeAway() {
        TestCluster.healthy();
        Command.run(TestCluster.prober("cleanup", "--all")).requireSuccess();
        Command.kubectl("delete", "namespace", "--ignore-not-found", Rows.MESH, Rows.WAYPOINT, Rows.OUTSIDE)
                .requireSuccess();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgesRight(Row row) throws JsonProcessingException {
        if (!row.states().isEmpty()) {
            TestCluster.assumeScenarios();
        }
        List<String> nodes = TestCluster.nodes();
        TestCluster.healthy();
        List<String> states =
                row.states().stream().map(state -> filled(state, nodes)).toList();
        states.forEach(state -> TestCluster.scenario(state.split(" ")));

        Ended run = TestCluster.run(row.arguments());

        List<String> undone = BedState.undone(states);
        assertThat(run.out()).as(run.err()).isNotBlank();
        List<String> wrong = new ArrayList<>(undone);
        wrong.addAll(wrong(row, nodes, JSON.readTree(run.out())));
        assertThat(wrong).as(() -> run.err() + BedState.pods()).isEmpty();
        assertThat(run.exitCode()).as(() -> run.err() + BedState.pods()).isEqualTo(row.exitCode());
        TestCluster.assertNothingIsLeft();
    }

    private static List<String> wrong(Row row, List<String> nodes, JsonNode report) {
        List<String> wrong = new ArrayList<>();
        assertThat(report.path("paths")).isNotEmpty();
        for (JsonNode path : report.path("paths")) {
            String name = path.path("name").asText();
            Expected expected = Stream.concat(Stream.of(Row.CONTROL), row.expected().stream())
                    .filter(candidate -> name.matches(filled(candidate.path(), nodes)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row is about path " + name));
            check(wrong, name, Ruling.of(path.path("encryption")), expected.encryption());
            check(wrong, name, Ruling.of(path.path("servicePath")), expected.servicePath());
            if (expected.policy() != null) {
                check(wrong, name, Ruling.of(path.path("policy")), expected.policy());
            }
        }
        return wrong;
    }

    private static void check(List<String> wrong, String name, Ruling ruling, String right) {
        if (!ruling.said().matches(right)) {
            wrong.add(ruling.insteadOf(right, name));
        }
    }

    private static String filled(String text, List<String> nodes) {
        String filled = text.replace("{0}", nodes.get(0)).replace("{1}", nodes.get(1));
        return filled.contains("{standing0}")
                ? filled.replace("{standing0}", TestCluster.standingPod(Rows.MESH, nodes.get(0)))
                : filled;
    }
}
