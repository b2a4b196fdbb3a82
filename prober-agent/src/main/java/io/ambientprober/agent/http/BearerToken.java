package io.ambientprober.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret of a run. It comes from a file, because arguments can be read by every process of a node. */
public final class BearerToken {
    private static final int MIN_LENGTH = 16;
    private static final int MAX_BYTES = 4096;
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    private BearerToken(byte[] expected) {
        this.expected = expected;
    }

    /**
     * Reads the token; white space around it does not count.
     *
     * @throws IOException with one line for the user when there is none, or one that is too short to be a secret
     */
    public static BearerToken read(Path file) throws IOException {
        String token = text(file).strip();
        if (token.length() < MIN_LENGTH) {
            throw new IOException(file + ": a token has at least " + MIN_LENGTH + " characters");
        }
        return new BearerToken(token.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new IOException("no such token file: " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("the token file cannot be read: " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": a token is text", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": a token is in a file, not in a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + ": a token has at most " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** Takes as long for a wrong token as for the right one. */
    boolean matches(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }
}
