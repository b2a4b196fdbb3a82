package io.ambientprober.lab.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.StaleLabs;
import io.ambientprober.lab.process.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lab leaves nothing behind, however it ends. */
@Tag("root")
@Timeout(120)
class LabTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** An {@code ip} that fails at its eighth call, and at no other. */
    private static final String FAILING_IP = """
            #!/bin/sh
            calls="$(dirname "$0")/calls"
            echo >>"$calls"
            [ "$(wc -l <"$calls")" -ne 8 ] || { echo "no more of this" >&2; exit 1; }
            PATH=${PATH#*:} exec ip "$@"
            """;

    @TempDir
    private Path folder;

    /** What this test's labs are named after: other labs may come and go meanwhile. */
    private final List<Long> owners =
            new ArrayList<>(List.of(ProcessHandle.current().pid()));

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(left()).isEmpty();
    }

    /** Namespaces and folders. */
    private List<String> left() throws IOException {
        List<String> names = new ArrayList<>(Netns.names());
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        names.removeIf(name -> owners.stream().noneMatch(owner -> name.startsWith("ap-" + owner + "-")));
        return names;
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        try (Lab lab = Lab.open(Jvms.withoutCaches())) {
            assertThat(lab.network().nodes()).hasSize(2);
            assertThat(left()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void endsOnASignal(String signal) throws Exception {
        Process holder = hold(Map.of());
        assertThat(holder.inputReader().readLine()).isEqualTo(LabHolder.UP);
        List<ProcessHandle> proxies = proxiesOf(holder);
        assertThat(proxies).hasSize(2);

        signal(holder, signal);

        assertThat(holder.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> proxies.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void isSweptWhenItsOwnerWasKilled() throws Exception {
        Process holder = hold(Map.of());
        assertThat(holder.inputReader().readLine()).isEqualTo(LabHolder.UP);
        List<ProcessHandle> proxies = proxiesOf(holder);
        List<String> standing = left();
        assertThat(standing).hasSize(5);
        StaleLabs.sweep();
        assertThat(left()).isEqualTo(standing);

        signal(holder, "KILL");

        assertThat(holder.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> proxies.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(left()).isEqualTo(standing);
        StaleLabs.sweep();
    }

    @Test
    void leavesNothingWhenItCouldNotBeBuilt() throws Exception {
        Path ip = Files.writeString(folder.resolve("ip"), FAILING_IP);
        Files.setPosixFilePermissions(ip, PosixFilePermissions.fromString("rwxr-xr-x"));

        Process holder = hold(Map.of("PATH", folder + ":" + System.getenv("PATH")));

        assertThat(holder.inputReader().readLine()).isNull();
        assertThat(holder.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("errors"))).contains("no more of this");
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSizeGreaterThan(8);
    }

    private Process hold(Map<String, String> environment) throws IOException {
        List<String> words = Jvms.withoutCaches().main("holder", LabHolder.class, List.of(), List.of());
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectError(folder.resolve("errors").toFile());
        builder.environment().putAll(environment);
        Process holder = builder.start();
        owners.add(holder.pid());
        return holder;
    }

    private static List<ProcessHandle> proxiesOf(Process holder) {
        return holder.descendants().toList();
    }

    private static void signal(Process process, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
