package io.ambientprober.agent.testnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code prober-agent} as a process of its own. */
public final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final StringBuilder said = new StringBuilder();
    private final Thread reader;

    private AgentProcess(Process process) {
        this.process = process;
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    public static AgentProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** @param prefix words before the command, for example those that enter a namespace */
    public static AgentProcess start(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ambientprober.agent.ProberAgent"));
        command.addAll(List.of(arguments));
        return new AgentProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(" + e.getMessage() + ")");
        }
    }

    private synchronized void add(String line) {
        // slf4j has no provider in the tests
        if (!line.startsWith("SLF4J")) {
            said.append(line).append('\n');
        }
    }

    /** Everything it wrote so far. */
    public synchronized String said() {
        return said.toString();
    }

    public void kill() {
        process.destroyForcibly();
    }

    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running, said: " + said());
        }
        reader.join(10_000);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
