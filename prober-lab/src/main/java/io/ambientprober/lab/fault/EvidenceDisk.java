package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A small file system of its own (tmpfs) for what runs keep. */
public final class EvidenceDisk implements AutoCloseable {
    private static final int MEGABYTES = 64;
    private static final int PART = 1 << 16;

    private final Path folder;

    private EvidenceDisk(Path folder) {
        this.folder = folder;
    }

    static EvidenceDisk mount() throws IOException {
        Path folder = Files.createTempDirectory("prober-faults");
        String options = "size=" + MEGABYTES + "m,mode=700";
        new Command(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())).run("");
        return new EvidenceDisk(folder);
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
    public void close() throws IOException {
        new Command(List.of("umount", folder.toString())).run("");
        Files.delete(folder);
    }
}
