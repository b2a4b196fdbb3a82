package io.ambientprober.lab.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that the kernel kills when this one dies, whatever it died of. The kernel's promise is about the thread that
 * started them (prctl(2), PR_SET_PDEATHSIG), so they are all started by one that lives as long as the process. Each is in a session of
 * its own (setsid(2)): Ctrl-C on a terminal is for this process, which then ends them in order.
 */
final class Launcher {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("launcher").daemon().factory());

    private Launcher() {}

    static Process start(List<String> words, Path errors, boolean keepsInput) throws IOException {
        List<String> all = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig", "KILL"));
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(errors.toFile());
        if (!keepsInput) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        return onLongLivedThread(builder::start);
    }

    private static Process onLongLivedThread(Callable<Process> start) throws IOException {
        try {
            return THREAD.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException("a process could not be started: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process was started", e);
        }
    }
}
