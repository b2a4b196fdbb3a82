package io.ambientprober.lab.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambientprober.lab.process.Jvms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step moves the wall clock, and nothing that waits. */
@Timeout(60)
class FakeClockTest {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration STEP = Duration.ofDays(2);
    private static final Duration HALF = STEP.dividedBy(2);
    /** That one of them ends too soon is allowed (LockSupport). */
    private static final int WAITS = 5;

    @Test
    void stepsTheWallClockAndNoTimeOut(@TempDir Path folder) throws Exception {
        Optional<String> obstacle = FakeClock.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle::orElseThrow);
        Path clock = folder.resolve("clock");
        FakeClock.step(clock, FakeClock.TRUE);
        ProcessBuilder builder =
                new ProcessBuilder(Jvms.withoutCaches().main("waiting", Waiting.class, List.of(), List.of()));
        builder.environment().putAll(FakeClock.environment(clock));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = process.inputReader();
                Writer asks = process.outputWriter()) {
            Reading before = ask(asks, said);
            FakeClock.step(clock, "+" + STEP.toDays() + "d");
            // The file is looked at once a second.
            Reading after = await().until(
                            () -> ask(asks, said), reading -> reading.ahead().compareTo(HALF) > 0);

            assertThat(before.ahead()).isLessThan(HALF);
            assertThat(after.ahead()).isLessThan(STEP.plusHours(1));
            assertThat(before.waited()).isBetween(WAIT, HALF);
            assertThat(after.waited()).isBetween(WAIT, HALF);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * What a process found.
     *
     * @param ahead its wall clock of ours
     * @param waited the longest of some waits
     */
    private record Reading(Duration ahead, Duration waited) {}

    private static Reading ask(Writer asks, BufferedReader said) throws IOException {
        asks.write('\n');
        asks.flush();
        String[] words = said.readLine().split(" ", -1);
        return new Reading(
                Duration.between(Instant.now(), Instant.parse(words[1])), Duration.ofNanos(Long.parseLong(words[0])));
    }

    /** Waits some times for each byte that it reads, and says how long the longest took and what time it is. */
    static final class Waiting {
        private Waiting() {}

        static void main(String[] args) throws IOException {
            while (System.in.read() >= 0) {
                long longest = LongStream.range(0, WAITS)
                        .map(number -> nanosOfAWait())
                        .max()
                        .orElseThrow();
                System.out.println(longest + " " + Instant.now());
            }
        }

        private static long nanosOfAWait() {
            long began = System.nanoTime();
            LockSupport.parkNanos(WAIT.toNanos());
            return System.nanoTime() - began;
        }
    }
}
