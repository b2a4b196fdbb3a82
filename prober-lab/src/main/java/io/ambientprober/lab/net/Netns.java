package io.ambientprober.lab.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace with a name, as {@code ip netns} knows it. */
public record Netns(String name) {
    private static final Path NAMES = Path.of("/run/netns");

    static Netns create(String name) throws IOException {
        Command.of("ip", "netns", "add", name).run();
        return new Netns(name);
    }

    /** All names on this machine. */
    public static List<String> names() throws IOException {
        if (!Files.isDirectory(NAMES)) {
            return List.of();
        }
        try (var files = Files.list(NAMES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    void delete() throws IOException {
        Command.of("ip", "netns", "delete", name).run();
    }

    /** The command that runs the given one inside; the process keeps its id. */
    public Command command(List<String> words) {
        return Command.of("ip", "netns", "exec", name).with(words);
    }

    /** Runs lines of {@code ip -batch} inside. */
    void ip(List<String> lines) throws IOException {
        Command.of("ip", "-netns", name, "-batch", "-").run(String.join("\n", lines) + "\n");
    }

    void write(String setting, String value) throws IOException {
        Path file = Path.of("/proc/sys/net").resolve(setting);
        inside(() -> Files.writeString(file, value));
    }

    /**
     * Does something inside, in a thread of its own that ends there: no thread has to find its way back. A socket belongs for ever to
     * the namespace that it was opened in, so it is enough to open it this way.
     */
    public <T> T inside(Callable<T> action) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            Posix.enterNetworkNamespace(NAMES.resolve(name));
            return action.call();
        });
        Thread.ofPlatform().name("inside " + name).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("inside " + name + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted inside " + name, e);
        }
    }
}
