package io.ambientprober.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.Command.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A run that a fault strikes at the beginning of a step. */
record ClusterCell(ClusterFault fault, ClusterStep step) {
    /** Until a step begins. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final int PASS = 0;
    private static final int FAIL = 1;
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

        /** A ztunnel passes on as it is what goes to a pod of which istiod could not tell it. */
        private void assertTrulyFailed() {
            JsonNode report = report();
            assertThat(failures(report).filter(reason -> !CLEAR.contains(reason)))
                    .as(run.out())
                    .allMatch("not-delivered"::equals);
            report.path("paths").properties().stream()
                    .filter(path -> failures(path.getValue()).anyMatch(CLEAR::contains))
                    .forEach(path -> assertThat(captures())
                            .as(run.out())
                            .anyMatch(capture -> capture.contains(
                                    "AP1-" + report.path("runKey").asText() + "-" + path.getKey() + "-")));
        }

        private static Stream<String> failures(JsonNode judged) {
            return judged.findParents("reason").stream()
                    .filter(obligation -> obligation.path("verdict").asText().equals("FAIL"))
                    .map(obligation -> obligation.path("reason").asText());
        }

        private JsonNode report() {
            try {
                return JSON.readTree(run.out());
            } catch (JsonProcessingException e) {
                throw new AssertionError(run.out(), e);
            }
        }

        private List<String> captures() {
            try (Stream<Path> files = Files.list(evidence)) {
                return files.filter(file -> file.toString().endsWith(".pcapng"))
                        .map(Result::bytes)
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String bytes(Path file) {
            try {
                return Files.readString(file, ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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
