package io.ambientprober.run;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder for nobody but its user, and the only way from a name to a file in it: every file is made new, no link is followed, nothing
 * that is there is replaced.
 */
public final class OwnFolder {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Room for an ending below the 255 bytes that file systems allow. */
    private static final int LONGEST = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");
    /** A dot stands between letters and digits only. */
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9._-]|(?<![A-Za-z0-9])\\.|\\.(?![A-Za-z0-9])");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;

    private OwnFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder, made where it is missing. One that is there and another's stays as open as it is.
     *
     * @throws IOException when it cannot be made, or holds anything
     */
    public static OwnFolder empty(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(path, only(path, FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
        close(path);
        try (Stream<Path> there = Files.list(path)) {
            if (there.findAny().isPresent()) {
                throw new IOException(path + " is not empty; name a new folder");
            }
        }
        return new OwnFolder(path);
    }

    private static void close(Path path) {
        try {
            Files.setPosixFilePermissions(path, FOLDER);
        } catch (IOException | UnsupportedOperationException e) {
            // Its files are open to nobody else anyway.
        }
    }

    /** A name that is allowed here, of any text: what is not becomes {@code _}. Two texts may have one name. */
    public static String name(String stem, String ending) {
        String plain = FOREIGN.matcher(stem).replaceAll("_");
        return (plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST)) + ending;
    }

    /**
     * Where a file of this name is.
     *
     * @throws IOException when the name could be anything but that of a file in this folder
     */
    public Path file(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new IOException("'" + name + "' cannot name a file: only letters, digits, '.', '_' and '-' can");
        }
        return path.resolve(name);
    }

    /** Makes a file with these bytes. */
    public void write(String name, byte[] bytes) throws IOException {
        Path file = file(name);
        try (FileChannel to = FileChannel.open(file, NEW, only(file, FILE))) {
            Channels.newOutputStream(to).write(bytes);
        }
    }

    /** What fills a file that is there and empty. */
    public interface Filling<E extends Exception> {
        void into(Path file) throws IOException, E;
    }

    /** Makes a file that is there only when it is whole. */
    public <E extends Exception> void fill(String name, Filling<E> filling) throws IOException, E {
        Path file = file(name);
        Path part = path.resolve(".part-" + HexFormat.of().toHexDigits(RANDOM.nextLong()));
        FileChannel.open(part, NEW, only(part, FILE)).close();
        try {
            filling.into(part);
            Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    public Path path() {
        return path;
    }

    private static FileAttribute<?>[] only(Path file, Set<PosixFilePermission> permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
