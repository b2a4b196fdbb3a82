package io.ambientprober.lab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where the processes of a lab write. */
public record LabFolder(LabId lab, Path path) {
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Path SELF = Path.of("/proc/self");

    /** Makes one that is open to nobody else. */
    public static LabFolder create(LabId lab) throws IOException {
        Path path = PARENT.resolve(lab.name("files"));
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new LabFolder(lab, path);
    }

    /** Those of our user: into a folder of somebody else, a link to anywhere could be put while we delete. */
    static List<LabFolder> all() throws IOException {
        List<LabFolder> folders = new ArrayList<>();
        try (var paths = Files.newDirectoryStream(PARENT, "ap-*-files")) {
            for (Path path : paths) {
                Optional<LabId> lab = LabId.of(path.getFileName().toString());
                if (lab.isPresent() && isOurs(path)) {
                    folders.add(new LabFolder(lab.get(), path));
                }
            }
        }
        return folders;
    }

    private static boolean isOurs(Path path) throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(SELF));
    }

    /** Deletes it with all that is in it, if it is there. */
    public void delete() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> files;
        try (var walk = Files.walk(path)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
