package io.ambientprober.lab.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself, soon. */
public record Command(List<String> words) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    public Command {
        words = List.copyOf(words);
    }

    static Command of(String... words) {
        return new Command(List.of(words));
    }

    Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all);
    }

    String run() throws IOException {
        return run("");
    }

    /**
     * Runs it to its end, in a session of its own (setsid(2)): a second Ctrl-C on a terminal does not break off a clean-up. Its output is read only then, so it must fit into a pipe (64 KiB, pipe(7)), or it does not end in time.
     *
     * @throws IOException with the command's own words when it fails, or when it does not end in time
     */
    public String run(String input) throws IOException {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(words);
        Process process = new ProcessBuilder(all).start();
        feed(process, input);
        end(process);
        return text(process.getInputStream());
    }

    private static void feed(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading all; its exit code tells why.
        }
    }

    private void end(Process process) throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(this + " did not end within " + LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + this + " ran", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(this + " exited with " + process.exitValue() + ": "
                    + text(process.getErrorStream()).strip());
        }
    }

    private static String text(InputStream stream) throws IOException {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
