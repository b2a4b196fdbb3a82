package io.ambientprober.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Writes a file so that a reader sees all of it or nothing: to a neighbour first, which is then renamed. The neighbour has a name
 * that nobody can foresee, and is new.
 */
final class WholeFile {
    private static final SecureRandom RANDOM = new SecureRandom();

    private WholeFile() {}

    /** What is written; perhaps twice, where a file can only be filled. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(file, out -> out.write(bytes));
    }

    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "is not a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            requireOwnLink(file, folder);
            // a device, a pipe, a link: renaming would replace it
            fill(content, Files.newOutputStream(file));
            return;
        }
        Files.createDirectories(folder);
        Path neighbour =
                folder.resolve("." + file.getFileName() + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()));
        try {
            create(neighbour, content);
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // A container's termination log is a mount of its own, in a folder that only root may write: it can be
            // filled, not replaced.
            if (!Files.isWritable(file)) {
                throw e;
            }
            fill(
                    content,
                    Files.newOutputStream(
                            file,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.deleteIfExists(neighbour);
        }
    }

    private static void create(Path neighbour, Content content) throws IOException {
        try (FileChannel to = FileChannel.open(neighbour, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            fill(content, Channels.newOutputStream(to));
        }
    }

    private static void fill(Content content, OutputStream file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            content.to(out);
        }
    }

    /** In a folder that all may write, a link may be a trap; so says the kernel, where it is told to (proc(5), protected_symlinks). */
    private static void requireOwnLink(Path file, Path folder) throws IOException {
        if (Files.isSymbolicLink(file)
                && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)
                && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder))) {
            throw new FileSystemException(file.toString(), null, "is a link in a folder that all may write");
        }
    }
}
