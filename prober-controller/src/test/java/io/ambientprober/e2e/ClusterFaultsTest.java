package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.Command.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a cluster does to a run, and when: it ends in time and as it may, and after {@code prober cleanup} nothing is left. */
@Tag("cluster")
@Tag("long")
final class ClusterFaultsTest {
    /** Until a step begins. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** Its time-out, its clean-up, and its start. */
    private static final Duration LONGEST = TIMEOUT.plusSeconds(90);

    /** Where a line for each run goes: the row's name, the step, the exit code, seconds, objects that the clean-up had to remove. */
    private static final String RESULTS = Objects.requireNonNullElse(System.getenv("PROBER_E2E_FAULTS"), "");

    static Stream<Arguments> cells() {
        return Arrays.stream(ClusterFault.values())
                .filter(fault -> fault.toString().matches(TestCluster.ROWS))
                .flatMap(fault -> fault.steps().stream().map(step -> Arguments.of(fault, step)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aRunEndsAsItMay(ClusterFault fault, ClusterStep step, @TempDir Path folder) throws IOException {
        TestBed.assume();
        long began = System.nanoTime();
        Ended run;
        Duration took;
        try {
            run = struck(fault, step, folder);
            took = Duration.ofNanos(System.nanoTime() - began);
        } finally {
            fault.undo();
        }
        String removed = Command.run(TestCluster.prober("cleanup", "--all")).requireSuccess();
        keep(fault, step, run, took, removed);

        TestCluster.assertNothingIsLeft();
        assertThat(run.exitCode()).as(run.err()).isIn(fault.exitCodes());
        assertThat(took).isLessThan(LONGEST);
    }

    private static Ended struck(ClusterFault fault, ClusterStep step, Path folder) {
        Started run = Command.start(Stream.concat(
                        TestCluster.prober("run", "-v", "-o", "json", "--timeout", TIMEOUT.toSeconds() + "s").stream(),
                        fault.arguments(folder).stream())
                .toList());
        await().atMost(LONG).until(() -> {
            assertThat(run.process().isAlive()).as(Command.read(run.err())).isTrue();
            return Command.read(run.err()).contains(step.said());
        });
        fault.strike(run);
        return Command.await(run);
    }

    private static void keep(ClusterFault fault, ClusterStep step, Ended run, Duration took, String removed)
            throws IOException {
        if (!RESULTS.isEmpty()) {
            long left =
                    removed.lines().filter(line -> line.startsWith("removed ")).count();
            Files.writeString(
                    Path.of(RESULTS),
                    "| %s | %s | %d | %d s | %d |%n".formatted(fault, step, run.exitCode(), took.toSeconds(), left),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
