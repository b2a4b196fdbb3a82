package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the memory of the command, an agent or a canary (packets of others, keys) stays there. */
final class NoDumpsTest {
    private static final Path SCRIPTS = Path.of("..", "scripts");

    @ParameterizedTest
    @CsvSource({"jvm.sh, jvm", "agent-jvm.sh, agent_jvm"})
    void nothingDumpsMemoryAndNobodyAttaches(String file, String flags) throws Exception {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        output("bash", "-c", ". %s/lib/%s && printf '%%s\\n' \"${%s[@]}\"".formatted(SCRIPTS, file, flags))
                .lines()
                .forEach(java::add);
        java.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));

        String values = output(java.toArray(String[]::new)).replaceAll(" +", " ");

        assertThat(values)
                .contains(
                        "bool CreateCoredumpOnCrash = false",
                        "bool HeapDumpOnOutOfMemoryError = false",
                        "bool DisableAttachMechanism = true");
    }

    @Test
    void imagesStartTheirProgramsSo() throws Exception {
        assertThat(Files.readString(SCRIPTS.resolve("image")))
                .contains("launcher prober io.ambientprober.cli.Prober \"${jvm[@]}\"")
                .contains("launcher prober-agent io.ambientprober.agent.ProberAgent \"${agent_jvm[@]}\"");
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
