package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.site.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A run that something is done to. The processes of agents and canaries are known by their logs, which the lab names after their
 * namespace and use.
 *
 * @param evidence where what it keeps lies
 */
public record StruckRun(Lab lab, EvidenceDisk evidence) {
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Of a use, for example {@code agent}, on a node or in a pod. */
    public static List<ProcessHandle> running(String use, String where) {
        String name = "ap-\\d+-\\d+-[0-9a-f]{4}-" + where + "(-\\d+)?\\." + use + "\\.log";
        return running(log -> log.matches(name)).toList();
    }

    private Stream<ProcessHandle> running(Node node) {
        Set<String> there = lab.network().namespaces(node);
        return running(log -> there.contains(log.replaceFirst("\\.[a-z]+\\.log$", "")));
    }

    private static Stream<ProcessHandle> running(Predicate<String> log) {
        return ProcessHandle.current().descendants().filter(process -> log.test(log(process)));
    }

    /** Empty of a process that is gone. */
    private static String log(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/2"))
                    .toFile()
                    .getName();
        } catch (IOException e) {
            return "";
        }
    }

    /** As soon as there is one. */
    static void killOne(String use, String where, Undo undo) {
        watch(
                () -> {
                    List<ProcessHandle> found = running(use, where);
                    found.stream().findFirst().ifPresent(StruckRun::kill);
                    return !found.isEmpty();
                },
                undo);
    }

    /** Whatever runs on a node, and whatever starts there later. */
    void killAll(Node node, Undo undo) {
        watch(
                () -> {
                    running(node).forEach(StruckRun::kill);
                    return false;
                },
                undo);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Does something to each agent that there is, or will be. */
    static void eachAgent(Consumer<ProcessHandle> deed, Undo undo) {
        Set<ProcessHandle> done = new HashSet<>();
        watch(
                () -> {
                    agents().stream().filter(done::add).forEach(deed);
                    return false;
                },
                undo);
    }

    static List<ProcessHandle> agents() {
        return running("agent", "node-\\d+");
    }

    /** Looks at once, and again and again until that is enough. */
    private static void watch(BooleanSupplier look, Undo undo) {
        if (look.getAsBoolean()) {
            return;
        }
        Thread watching = Thread.ofVirtual().name("fault").start(() -> {
            try {
                do {
                    Thread.sleep(LOOK);
                } while (!look.getAsBoolean());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        undo.add(() -> end(watching));
    }

    private static void end(Thread watching) throws IOException {
        watching.interrupt();
        try {
            watching.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
