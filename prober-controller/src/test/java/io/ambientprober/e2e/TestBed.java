package io.ambientprober.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The machine's own processes of a test cluster, which lies in the folder of its {@code scenario} command. */
final class TestBed {
    private static final Path SCENARIO = Path.of(Objects.requireNonNullElse(System.getenv("PROBER_E2E_SCENARIO"), ""));

    private TestBed() {}

    static void assume() {
        TestCluster.assumeScenarios();
        assumeTrue(
                Files.isExecutable(SCENARIO.resolveSibling("up")),
                "beside --scenario COMMAND there is no command up, which starts what has ended");
    }

    /** Pods of two namespaces, one of them in the mesh; returns when they are ready. */
    static void makeSample() {
        Command.kubectl("apply", "-f", sample()).requireSuccess();
        Stream.of("mesh", "plain")
                .forEach(namespace -> Command.kubectl(
                                "-n", namespace, "wait", "--for=condition=Ready", "pod", "--all", "--timeout=120s")
                        .requireSuccess());
    }

    static void deleteSample() {
        Command.kubectl("delete", "--ignore-not-found", "-f", sample()).requireSuccess();
    }

    private static String sample() {
        return SCENARIO.resolveSibling("samples").resolve("demo.yaml").toString();
    }

    /** Crashes it, and returns when all answers again. */
    static void restartApiServer() {
        Path state = Path.of(System.getenv("KUBECONFIG")).resolveSibling("run");
        long pid = Long.parseLong(read(state.resolve("apiserver.pid")).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
        Command.run(List.of(SCENARIO.resolveSibling("up").toString())).requireSuccess();
    }

    /** Ends it, and returns when it is healthy again. */
    static void restartKubelet(String node) {
        onNode(node, """
                        set -e
                        pid=$(cat /run/kubelet.pid)
                        mapfile -d "" words <"/proc/$pid/cmdline"
                        kill "$pid"
                        while [[ -e /proc/$pid ]] && ! grep -q "^State:.Z" "/proc/$pid/status"; do sleep 0.1; done
                        setsid "${words[@]}" >>/tmp/kubelet-again.log 2>&1 </dev/null &
                        echo $! >/run/kubelet.pid
                        until curl -sf http://127.0.0.1:10248/healthz >/dev/null; do sleep 0.2; done
                        """).requireSuccess();
    }

    /** @param arguments what the script calls {@code $0}, {@code $1} and so on */
    static Command.Ended onNode(String node, String script, String... arguments) {
        return Command.run(Stream.concat(
                        Stream.of(SCENARIO.resolveSibling("node").toString(), node, "bash", "-c", script),
                        Stream.of(arguments))
                .toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
