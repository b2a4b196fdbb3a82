package io.ambientprober.lab.net;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Namespaces and folders of labs whose process is gone, for example killed. */
public final class StaleLabs {
    private StaleLabs() {}

    /** Removes them, with the processes that still run in them; returns their names. */
    public static List<String> sweep() throws IOException {
        return remove(lab -> !lab.isOwnerAlive());
    }

    /** Namespaces and folders of the labs of a process, whether it lives or not. */
    public static List<String> left(long owner) throws IOException {
        Stream<String> folders = LabFolder.all().stream()
                .filter(folder -> folder.lab().pid() == owner)
                .map(folder -> folder.path().toString());
        Stream<String> namespaces = Netns.names().stream()
                .filter(name -> LabId.of(name).filter(lab -> lab.pid() == owner).isPresent());
        return Stream.concat(folders, namespaces).toList();
    }

    static List<String> remove(Predicate<LabId> which) throws IOException {
        List<String> left = Netns.names().stream()
                .filter(name -> LabId.of(name).filter(which).isPresent())
                .toList();
        try (Undo undo = new Undo()) {
            for (LabFolder folder : LabFolder.all()) {
                if (which.test(folder.lab())) {
                    undo.add(folder::delete);
                }
            }
            for (String name : left) {
                undo.add(() -> remove(new Netns(name)));
            }
        }
        return left;
    }

    private static void remove(Netns netns) throws IOException {
        Command.of("ip", "netns", "pids", netns.name())
                .run()
                .lines()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        try {
            netns.delete();
        } catch (IOException e) {
            // Another lab may sweep at the same time.
            if (Netns.names().contains(netns.name())) {
                throw e;
            }
        }
    }
}
