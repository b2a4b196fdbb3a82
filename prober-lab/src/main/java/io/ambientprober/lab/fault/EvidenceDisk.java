package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A small file system of its own (tmpfs) for what runs keep. */
public final class EvidenceDisk implements AutoCloseable {
    private static final String NAME = "prober-faults-";
    private static final int MEGABYTES = 64;
    private static final int PART = 1 << 16;

    private final Path folder;

    private EvidenceDisk(Path folder) {
        this.folder = folder;
    }

    /** Removes what killed processes left, and makes one that goes with this process at the latest. */
    static EvidenceDisk mount() throws IOException {
        sweep();
        Path folder = Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
        String options = "size=" + MEGABYTES + "m,mode=700";
        new Command(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())).run("");
        EvidenceDisk disk = new EvidenceDisk(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(disk::closeAtExit, "evidence disk"));
        return disk;
    }

    private static void sweep() throws IOException {
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), NAME + "*")) {
            for (Path folder : folders) {
                String owner =
                        folder.toFile().getName().substring(NAME.length()).replaceFirst("-.*", "");
                if (ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                    unmount(folder);
                }
            }
        }
    }

    private static void unmount(Path folder) throws IOException {
        if (!Files.getFileStore(folder).equals(Files.getFileStore(parent(folder)))) {
            new Command(List.of("umount", "--lazy", folder.toString())).run("");
        }
        Files.delete(folder);
    }

    private static Path parent(Path folder) {
        return Objects.requireNonNull(folder.toAbsolutePath().getParent());
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("A file system stays at " + folder + ": " + e.getMessage());
        }
    }

    Path folder() {
        return folder;
    }

    /** Leaves no room for a byte more. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] part = new byte[PART];
            while (true) {
                filler.write(part);
            }
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > PART) {
                throw full;
            }
        }
    }

    /** Leaves all the room that there is. */
    void empty() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> !file.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    void removeFiller() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public synchronized void close() throws IOException {
        if (Files.exists(folder)) {
            unmount(folder);
        }
    }
}
