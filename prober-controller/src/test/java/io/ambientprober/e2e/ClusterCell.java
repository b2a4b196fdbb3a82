package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.Command.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run that a fault strikes at the beginning of a step. */
record ClusterCell(ClusterFault fault, ClusterStep step) {
    /** Until a step begins. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final int PASS = 0;
    private static final int FAIL = 1;
    private static final String NOT_DELIVERED = "not-delivered";
    private static final Set<String> CLEAR = Set.of("plaintext", "plaintext-masked", "plaintext-rejected");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** Its time-out, its clean-up, and its start. */
    private static final Duration LONGEST = TIMEOUT.plusSeconds(90);

    /** @param evidence where the run left it */
    record Result(ClusterCell cell, Ended run, Duration took, Path evidence) {
        /** Whether it ended in time and as it may, what a PASS left passes again, and what failed did not arrive, or was in the clear. */
        void assertRight() {
            assertThat(run.exitCode()).as(run.err()).isIn(cell.fault().exitCodes());
            assertThat(took).as(run.err()).isLessThan(LONGEST);
            if (run.exitCode() == PASS) {
                Command.run(TestCluster.prober("analyze", "--plan", evidence.toString(), "-o", "short"))
                        .requireSuccess();
            }
            if (run.exitCode() == FAIL) {
                assertTrulyFailed();
            }
        }

        private void assertTrulyFailed() {
            ObjectNode report = report();
            assertThat(failures(report)).as(run.out()).isNotEmpty();
            String tokens = "AP1-" + report.path("runKey").asText() + "-";
            report.path("paths")
                    .properties()
                    .forEach(path -> assertTrulyFailed(path.getValue(), tokens + path.getKey() + "-"));
            report.remove("paths");
            assertThat(failures(report)).as(run.out()).allMatch(NOT_DELIVERED::equals);
        }

        /** A ztunnel passes on as it is what goes to a pod of which istiod could not tell it. */
        private void assertTrulyFailed(JsonNode path, String token) {
            Set<String> clear = failures(path)
                    .filter(reason -> !reason.equals(NOT_DELIVERED))
                    .collect(Collectors.toSet());
            assertThat(CLEAR).as(run.out()).containsAll(clear);
            if (!clear.isEmpty()) {
                assertThat(new FolderSearch(evidence).filesWith(token))
                        .as(run.out())
                        .anyMatch(file -> file.toString().endsWith(".pcapng"));
            }
        }

        private static Stream<String> failures(JsonNode judged) {
            return judged.findParents("reason").stream()
                    .filter(obligation -> obligation.path("verdict").asText().equals("FAIL"))
                    .map(obligation -> obligation.path("reason").asText());
        }

        private ObjectNode report() {
            try {
                return (ObjectNode) JSON.readTree(run.out());
            } catch (JsonProcessingException e) {
                throw new AssertionError(run.out(), e);
            }
        }

        /** Its part of a row of a table in Markdown. */
        String row() {
            return "| %s | %s | %d | %d s |".formatted(cell.fault(), cell.step(), run.exitCode(), took.toSeconds());
        }
    }

    static Stream<ClusterCell> all() {
        return Arrays.stream(ClusterFault.values())
                .flatMap(fault -> fault.steps().stream().map(step -> new ClusterCell(fault, step)));
    }

    /** Returns when the run is over and the fault is undone. */
    Result strike(Path folder, List<String> arguments) {
        long began = System.nanoTime();
        Path evidence = folder.resolve("evidence");
        Started run = Command.start(Stream.of(
                        TestCluster.prober("run", "-v", "-o", "json"),
                        List.of("--timeout", TIMEOUT.toSeconds() + "s", "--evidence", evidence.toString()),
                        arguments,
                        fault.arguments(folder))
                .flatMap(List::stream)
                .toList());
        try {
            await().atMost(LONG).until(() -> {
                assertThat(run.process().isAlive()).as(Command.read(run.err())).isTrue();
                return Command.read(run.err()).contains(step.said());
            });
            fault.strike(run);
            Ended ended = Command.await(run);
            return new Result(this, ended, Duration.ofNanos(System.nanoTime() - began), evidence);
        } finally {
            run.process().destroyForcibly();
            fault.undo();
        }
    }

    @Override
    public String toString() {
        return fault + "/" + step;
    }
}
