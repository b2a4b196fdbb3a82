package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambientprober.e2e.Command.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The cluster of the kubeconfig, the command that brings it into a state, and the prober's. */
final class TestCluster {
    /** The {@code scenario} command of a test cluster; a cluster without one is only probed as it is. */
    private static final String SCENARIO = environment("PROBER_E2E_SCENARIO");

    /** Names of the rows to walk through, as a regular expression. */
    static final String ROWS = Objects.requireNonNullElse(System.getenv("PROBER_E2E_ROWS"), ".*");

    private static final String LOST_REDIRECTION = "lost-redirection";
    private static final String PROBER = environment("PROBER_E2E_COMMAND");
    private static final String RUN = "ambient-prober.io/run";
    private static final String STANDING = "ambient-prober.io/standing=true";

    private TestCluster() {}

    private static String environment(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "");
    }

    static void assume() {
        assumeTrue(!PROBER.isEmpty(), "PROBER_E2E_COMMAND is not set; scripts/e2e sets it");
    }

    static void assumeScenarios() {
        assume();
        assumeTrue(!SCENARIO.isEmpty(), "no --scenario COMMAND was given to scripts/e2e");
    }

    /** Undoes every state; a cluster that is only probed as it is counts as healthy. */
    static void healthy() {
        if (!SCENARIO.isEmpty()) {
            scenario("healthy");
        }
    }

    static void scenario(String... arguments) {
        if (!arguments[0].startsWith("+")) {
            LegacyRules.putBack();
        }
        List<String> command = new ArrayList<>(List.of(SCENARIO));
        command.addAll(List.of(arguments));
        Command.run(command).requireSuccess();
        if (arguments[0].endsWith(LOST_REDIRECTION)) {
            LegacyRules.take(arguments[1]);
        }
    }

    /** The command line of a run. */
    static List<String> prober(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROBER));
        command.addAll(List.of(arguments));
        return command;
    }

    static Ended run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PROBER, "run", "-v", "-o", "json"));
        command.addAll(arguments);
        return Command.run(command);
    }

    /** The names of the nodes, in order. */
    static List<String> nodes() {
        String names = Command.kubectl("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")
                .requireSuccess();
        return Stream.of(names.split(" ")).sorted().toList();
    }

    /** The standing canary of a node, as {@code namespace/pod}. */
    static String standingPod(String namespace, String node) {
        String pod = Command.kubectl(
                        "-n",
                        namespace,
                        "get",
                        "pods",
                        "-l",
                        STANDING,
                        "--field-selector",
                        "spec.nodeName=" + node,
                        "-o",
                        "jsonpath={.items[0].metadata.name}")
                .requireSuccess();
        return namespace + "/" + pod;
    }

    /** Of every kind that there is, in every namespace: nothing of any run. */
    static void assertNothingIsLeft() {
        String left = Command.kubectl("get", kinds(), "-A", "-l", RUN, "--ignore-not-found", "-o", "name")
                .out();
        assertThat(left).as("objects that carry the label of a run").isBlank();
    }

    /** Every kind that there is, as {@code kubectl get} takes them. */
    static String kinds() {
        return Command.kubectl("api-resources", "--verbs=list", "-o", "name")
                .requireSuccess()
                .strip()
                .replace('\n', ',');
    }

    /** What runs have left, and nothing that lives between them. */
    static void cleanUpRuns() {
        Command.kubectl(
                        "get",
                        "configmaps",
                        "-A",
                        "-l",
                        RUN,
                        "-o",
                        "go-template={{range .items}}{{index .metadata.labels \"" + RUN + "\"}}{{\"\\n\"}}{{end}}")
                .requireSuccess()
                .lines()
                .distinct()
                .forEach(run -> Command.run(prober("cleanup", "--run", run)).requireSuccess());
    }
}
