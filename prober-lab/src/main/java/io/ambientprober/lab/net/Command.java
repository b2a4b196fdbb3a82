package io.ambientprober.lab.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** @throws IOException with the command's own words when it fails, or when it does not end in time */
    public String run(String input) throws IOException {
        Path output = Files.createTempFile("lab", ".out");
        Path errors = Files.createTempFile("lab", ".err");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            feed(process, input);
            end(process, errors);
            return Files.readString(output);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static void feed(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading all; its exit code tells why.
        }
    }

    private void end(Process process, Path errors) throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(this + " did not end within " + LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + this + " ran", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(this + " exited with " + process.exitValue() + ": "
                    + Files.readString(errors).strip());
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
