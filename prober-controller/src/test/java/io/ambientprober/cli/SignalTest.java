package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process that is stopped before it has a verdict. */
class SignalTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @Timeout(120)
    void whatASignalEndsHasNoVerdict() throws IOException, InterruptedException {
        Path fifo = folder.resolve("report.json");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Process prober = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Prober.class.getName(),
                        "report",
                        "--from",
                        fifo.toString())
                .start();
        // Opening it waits until the command reads.
        try (OutputStream unfinished = Files.newOutputStream(fifo)) {
            prober.toHandle().destroy();

            assertThat(prober.waitFor(30, TimeUnit.SECONDS))
                    .as("%s", unfinished)
                    .isTrue();
            assertThat(prober.exitValue()).isEqualTo(ExitCode.INTERNAL);
            assertThat(new String(prober.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("prober: interrupted before there was a verdict\n");
            assertThat(prober.getInputStream().readAllBytes()).isEmpty();
        } finally {
            prober.destroyForcibly();
        }
    }
}
