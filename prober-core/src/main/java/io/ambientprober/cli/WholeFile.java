package io.ambientprober.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a text file so that a reader sees all of it or nothing: to a neighbour first, which is then renamed. */
final class WholeFile {
    private WholeFile() {}

    static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            // a device, a pipe, a link: renaming would replace it
            Files.write(file, bytes);
            return;
        }
        Files.createDirectories(folder);
        Path neighbour = folder.resolve("." + file.getFileName() + ".part");
        try {
            Files.write(neighbour, bytes);
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // A container's termination log is a mount of its own, in a folder that only root may write: it can be
            // filled, not replaced.
            if (!Files.isWritable(file)) {
                throw e;
            }
            Files.write(file, bytes);
        } finally {
            Files.deleteIfExists(neighbour);
        }
    }
}
