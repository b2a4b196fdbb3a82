package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.testnet.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes: what they end with, and what is left of one that is killed. */
final class CanaryProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private AgentProcess client(int port, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "canary-client",
                "--run",
                CanaryPlans.RUN,
                "--path",
                "00a1",
                "--target",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--outcome",
                folder.resolve("outcome").toString()));
        words.addAll(List.of(more));
        return AgentProcess.start(words.toArray(String[]::new));
    }

    @Test
    void aKilledClientReportsNothing() throws Exception {
        try (ScriptedServer silent = ScriptedServer.start(ScriptedServer.silent());
                AgentProcess client = client(silent.port(), "--request-timeout", "5m")) {
            await().atMost(PATIENCE).until(() -> !silent.requests().isEmpty() || !client.isAlive());
            client.kill();

            assertThat(client.exitCode()).isEqualTo(137);
            assertThat(folder.resolve("outcome")).doesNotExist();
        }
    }

    @Test
    void theClientOfAKilledServerReportsThat() throws Exception {
        try (AgentProcess server =
                AgentProcess.start("canary-server", "--open-port", "0", "--denied-port", "0", "--identity-port", "0")) {
            await().atMost(PATIENCE).until(() -> server.said().contains("(identity)") || !server.isAlive());
            int port = Integer.parseInt(server.said().replaceAll("(?s).* on ([0-9]+) \\(open\\).*", "$1"));
            try (AgentProcess client = client(port, "--connections", "2", "--interval", "2s")) {
                await().atMost(PATIENCE).until(() -> oneHasEnded(port) || !client.isAlive());
                server.kill();

                assertThat(client.exitCode()).as(client.said()).isZero();
                assertThat(Files.readString(folder.resolve("outcome")))
                        .startsWith("{\"connected\":1,\"delivered\":1,")
                        .contains("connect to 127.0.0.1:" + port + ": Connection refused (ECONNREFUSED)");
            }
        }
    }

    /** A connection that both sides closed lingers in TIME_WAIT, which is 06 there (proc(5), /proc/net/tcp). */
    private static boolean oneHasEnded(int port) throws IOException {
        Pattern ended = Pattern.compile(":%04X .* 06 ".formatted(port));
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (ended.matcher(Files.readString(Path.of(table))).find()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anOutcomeThatNobodyTakesIsNoSuccess() throws Exception {
        try (AgentProcess client = AgentProcess.start(
                List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"),
                "canary-client",
                "--run",
                CanaryPlans.RUN,
                "--path",
                "00a1",
                "--target",
                "127.0.0.1",
                "--port",
                "1")) {
            assertThat(client.exitCode()).as(client.said()).isEqualTo(70);
        }
    }

    @Test
    void portsOfAServerAreThree() throws Exception {
        try (AgentProcess server =
                AgentProcess.start("canary-server", "--open-port", "18080", "--denied-port", "18080")) {
            assertThat(server.exitCode()).as(server.said()).isEqualTo(64);
            assertThat(server.said()).contains("--open-port, --denied-port and --identity-port differ");
        }
    }

    @Test
    void anOutcomeThatCannotBeWrittenIsNoSuccess() throws Exception {
        Files.createDirectory(folder.resolve("outcome"));
        try (AgentProcess client = client(1, "--connections", "1")) {
            assertThat(client.exitCode()).as(client.said()).isEqualTo(70);
            assertThat(client.said())
                    .contains("prober-agent: cannot write the outcome to " + folder.resolve("outcome"));
        }
    }

    @Test
    void wrongUsageIsSaidInTwoLines() throws Exception {
        try (AgentProcess client = client(0)) {
            assertThat(client.exitCode()).isEqualTo(64);
            assertThat(client.said()).isEqualTo("""
                            prober-agent: --port: 1 to 65535, not 0
                            Try: prober-agent canary-client --help
                            """);
        }
    }
}
