package io.ambientprober.agent.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret of a run. It comes from a file, because arguments can be read by every process of a node. */
public final class BearerToken {
    private static final int MIN_LENGTH = 16;
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    private BearerToken(byte[] expected) {
        this.expected = expected;
    }

    /**
     * Reads the token; white space around it does not count.
     *
     * @throws IOException when there is none, or one that is too short to be a secret
     */
    public static BearerToken read(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (token.length() < MIN_LENGTH) {
            throw new IOException(file + ": a token has at least " + MIN_LENGTH + " characters");
        }
        return new BearerToken(token.getBytes(StandardCharsets.UTF_8));
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
