package io.ambientprober.cli;

import io.ambientprober.attest.KeyFormatException;
import io.ambientprober.attest.SigningKey;
import io.ambientprober.attest.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Keys in PEM files. What is wrong with one is said without anything that it holds. */
final class KeyFile {
    /** Many times what a key takes. */
    private static final int MAX_BYTES = 64 << 10;

    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    static final String NO_ARGUMENT = "a key is no argument, as others can read arguments: name the file that holds it";

    private KeyFile() {}

    /** The name of a file with a key, which is never the key. */
    static final class Name implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            if (isKey(text)) {
                throw new TypeConversionException(NO_ARGUMENT);
            }
            return Path.of(text);
        }
    }

    static boolean isKey(String text) {
        return text.contains("-----BEGIN ");
    }

    static SigningKey signing(Path file) throws IOException {
        byte[] pem = bytes(file);
        requireOwn(file);
        try {
            return SigningKey.fromPem(pem);
        } catch (KeyFormatException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    static VerifyingKey verifying(Path file) throws IOException {
        try {
            return VerifyingKey.fromPem(bytes(file));
        } catch (KeyFormatException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "is no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new FileSystemException(file.toString(), null, "is too large for a key");
            }
            return bytes;
        }
    }

    private static void requireOwn(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && !Collections.disjoint(posix.readAttributes().permissions(), OTHERS)) {
            throw new FileSystemException(
                    file.toString(), null, "others than its owner may use this key; chmod 600 " + file + " ends that");
        }
    }
}
