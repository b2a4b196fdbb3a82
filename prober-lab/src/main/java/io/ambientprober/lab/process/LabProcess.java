package io.ambientprober.lab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process of the lab. Its errors go into a file, and into the message of whatever goes wrong. */
public final class LabProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path errors;
    private final Writer input;
    private final BufferedReader output;
    private final Duration patience;

    private LabProcess(String name, Process process, Path errors, Duration patience) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        input = process.outputWriter();
        output = process.inputReader();
        this.patience = patience;
    }

    /**
     * Starts one.
     *
     * @param log where its standard error goes
     * @param keepsInput whether it is told things, or reads an empty input
     * @param patience how long it may take to end
     */
    public static LabProcess start(String name, List<String> words, Path log, boolean keepsInput, Duration patience)
            throws IOException {
        return new LabProcess(name, Launcher.start(words, log, keepsInput), log, patience);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void say(String line) throws IOException {
        input.write(line);
        input.write('\n');
        input.flush();
    }

    /**
     * The next line that it prints.
     *
     * @throws IOException when it prints none in time, or ends without one
     */
    public String hear(Duration timeout) throws IOException {
        FutureTask<@Nullable String> reading = new FutureTask<>(output::readLine);
        Thread.ofVirtual().start(reading);
        try {
            String line = reading.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new IOException(this + " ended: " + complaint());
            }
            return line;
        } catch (TimeoutException e) {
            throw new IOException(this + " said nothing within " + timeout.toMillis() + " ms: " + complaint(), e);
        } catch (ExecutionException e) {
            throw new IOException(this + " cannot be heard: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while listening to " + this, e);
        }
    }

    /** What it complained of: the end of its log. */
    public String complaint() throws IOException {
        List<String> lines = Files.readAllLines(errors);
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Holds it where it is, as a machine without time for it would. */
    public void pause() throws IOException {
        signal("STOP");
    }

    public void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("could not send " + signal + " to " + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }
}
