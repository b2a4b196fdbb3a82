package io.ambientprober.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs, with a bound on their time. */
final class Command {
    private static final Duration LONGEST = Duration.ofMinutes(6);

    private Command() {}

    record Ended(int exitCode, String out, String err) {
        String requireSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + out + err);
            }
            return out;
        }
    }

    static Ended run(List<String> command) {
        return await(start(command));
    }

    static Ended kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Feeds a manifest to {@code kubectl apply}. */
    static void apply(String yaml) {
        try {
            Path file = Files.createTempFile("manifest", ".yaml");
            Files.writeString(file, yaml);
            kubectl("apply", "-f", file.toString()).requireSuccess();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Started(Process process, Path out, Path err) {}

    static Started start(List<String> command) {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            return new Started(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Ended await(Started started) {
        try {
            if (!started.process().waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                started.process().destroyForcibly();
                throw new AssertionError("no end within " + LONGEST + ": " + read(started.err()));
            }
            Ended ended = new Ended(started.process().exitValue(), read(started.out()), read(started.err()));
            Files.delete(started.out());
            Files.delete(started.err());
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            started.process().destroyForcibly();
            throw new AssertionError("interrupted", e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
