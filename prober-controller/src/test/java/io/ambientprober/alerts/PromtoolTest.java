package io.ambientprober.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.program.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool on the rules, with series of nights. */
class PromtoolTest {
    private static final Path SERIES = Path.of("src", "test", "alerts", "alerts.test.yaml");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void needsPromtool() throws IOException {
        Installed.assumeOneOf("promtool");
        Files.writeString(folder.resolve("rules.yaml"), AlertRules.groups().toString());
        Files.copy(SERIES, folder.resolve("alerts.test.yaml"));
    }

    @Test
    void theRulesAreRules() throws Exception {
        assertThat(promtool("check", "rules", "--lint-fatal", "rules.yaml")).contains("4 rules found");
    }

    /** Healthy nights, no success, a failure, less covered, certificates that expire. */
    @Test
    void theRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
        assertThat(promtool("test", "rules", "alerts.test.yaml")).contains("SUCCESS");
    }

    private String promtool(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), List.of(arguments).stream())
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
