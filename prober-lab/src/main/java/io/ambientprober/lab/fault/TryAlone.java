package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.StaleLabs;
import io.ambientprober.lab.process.Jvms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Strikes a run that is a process of its own ({@link LoneRun}), with a lab of its own, and looks at what both leave. */
final class TryAlone {
    /** For building a lab, and taking it away. */
    private static final Duration LONGEST = TryWithin.LONGEST.plusSeconds(60);

    private final Jvms jvms;
    private final @Nullable Path caches;
    private final Cell cell;
    private final List<String> said = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    TryAlone(Jvms jvms, @Nullable Path caches, Cell cell) {
        this.jvms = jvms;
        this.caches = caches;
        this.cell = cell;
    }

    CellResult call(Blow blow) throws IOException {
        Path folder = Files.createTempDirectory("prober-alone");
        Path clock = folder.resolve("clock");
        long began = System.nanoTime();
        Process run = start(blow, folder.resolve("errors"), clock);
        try {
            strike(run, blow, clock);
            said.addAll(run.inputReader().readAllLines());
            if (!run.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                wrong.add("it did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            run.destroyForcibly();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Ending ending = Ending.of(run.exitValue());
        said.addAll(Files.readAllLines(folder.resolve("errors")));
        cleanUp(run.pid(), ending);
        Files.deleteIfExists(clock);
        Files.delete(folder.resolve("errors"));
        Files.delete(folder);
        return CellResult.of(cell, ending, took, LONGEST, said, wrong);
    }

    private Process start(Blow blow, Path errors, Path clock) throws IOException {
        List<String> arguments = List.of(cell.step().name(), caches == null ? "" : caches.toString());
        ProcessBuilder builder = new ProcessBuilder(jvms.main("run", LoneRun.class, List.of("-Xmx256m"), arguments))
                .redirectError(errors.toFile());
        builder.environment().putAll(blow.environment(clock));
        return builder.start();
    }

    private void strike(Process run, Blow blow, Path clock) throws IOException {
        BufferedReader out = run.inputReader();
        String line = out.readLine();
        while (line != null && !line.equals(LoneRun.BEGAN)) {
            said.add(line);
            line = out.readLine();
        }
        if (line == null) {
            wrong.add("the step never began");
            return;
        }
        blow.on(run.toHandle(), clock);
        try (Writer in = run.outputWriter()) {
            in.write('\n');
        } catch (IOException e) {
            // It is dead, then.
        }
    }

    /** A run that ends by itself leaves nothing; after one that was killed, the next lab deletes everything. */
    private void cleanUp(long owner, Ending ending) throws IOException {
        List<String> left = new ArrayList<>(StaleLabs.left(owner));
        if (ending == Ending.KILLED) {
            said.add("left behind until the next lab: " + left.size() + " namespaces and folders");
            StaleLabs.sweep();
            left = StaleLabs.left(owner);
        }
        left.forEach(thing -> wrong.add("left behind: " + thing));
    }
}
