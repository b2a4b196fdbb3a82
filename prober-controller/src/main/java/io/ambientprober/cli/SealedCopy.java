package io.ambientprober.cli;

import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.run.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of a bundle as they were signed, in a folder of our own: each was read once, and is judged from the very bytes that its sum was
 * taken of, whatever becomes of the bundle meanwhile.
 */
final class SealedCopy implements AutoCloseable {
    private final OwnFolder folder;

    private SealedCopy(OwnFolder folder) {
        this.folder = folder;
    }

    /**
     * @throws RefusedException when the bundle holds anything but these files, as they were signed
     * @throws IOException when it cannot be read, or there is no room for the copy
     */
    static SealedCopy of(Path bundle, List<BundleFile> signed, Path temporary) throws IOException, RefusedException {
        requireNothingElse(bundle, signed);
        SealedCopy copy = new SealedCopy(OwnFolder.empty(Files.createTempDirectory(temporary, "prober-verify-")));
        try {
            for (BundleFile file : signed) {
                copy.take(file, bundle);
            }
            return copy;
        } catch (IOException | RefusedException | RuntimeException | Error e) {
            copy.close();
            throw e;
        }
    }

    private static void requireNothingElse(Path bundle, List<BundleFile> signed) throws IOException, RefusedException {
        Set<String> names = signed.stream().map(BundleFile::name).collect(Collectors.toSet());
        try (DirectoryStream<Path> there = Files.newDirectoryStream(bundle)) {
            for (Path each : there) {
                String name = each.getFileName().toString();
                if (!name.equals(BundleFile.ATTESTATION) && !names.contains(name)) {
                    throw new RefusedException(name + ": was not signed");
                }
            }
        }
    }

    private void take(BundleFile signed, Path bundle) throws IOException, RefusedException {
        Path copy = target(signed.name());
        Path file = bundle.resolve(signed.name());
        requireFile(signed, file);
        MessageDigest digest = Sums.sha256();
        long bytes;
        try (InputStream in = Channels.newInputStream(
                        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                OutputStream out = new DigestOutputStream(
                        Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest)) {
            bytes = transfer(in, out, signed.bytes());
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (bytes != signed.bytes() || !sha256.equals(signed.sha256())) {
            throw new RefusedException(signed.name() + ": was changed; SHA-256 " + signed.sha256() + " was signed, and "
                    + sha256 + " is there");
        }
    }

    private Path target(String name) throws RefusedException {
        try {
            return folder.file(name);
        } catch (IOException e) {
            throw new RefusedException("the signed statement: " + e.getMessage(), e);
        }
    }

    private static void requireFile(BundleFile signed, Path file) throws IOException, RefusedException {
        BasicFileAttributes there;
        try {
            there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new RefusedException(signed.name() + ": is missing", e);
        }
        if (!there.isRegularFile()) {
            throw new RefusedException(signed.name() + ": is " + (there.isSymbolicLink() ? "a link" : "no file"));
        }
        if (there.size() != signed.bytes()) {
            throw new RefusedException(signed.name() + ": was changed; " + signed.bytes() + " bytes were signed, and "
                    + there.size() + " are there");
        }
    }

    /** One byte more than was signed tells enough of a file that grows. */
    private static long transfer(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        while (bytes <= most) {
            int read = in.read(buffer);
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            bytes += read;
        }
        return bytes;
    }

    Path file(String name) throws IOException {
        return folder.file(name);
    }

    Path path() {
        return folder.path();
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> there = Files.newDirectoryStream(folder.path())) {
            for (Path file : there) {
                Files.delete(file);
            }
        }
        Files.delete(folder.path());
    }
}
