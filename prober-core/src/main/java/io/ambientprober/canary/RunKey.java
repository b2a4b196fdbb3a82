package io.ambientprober.canary;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * Run keys: 12 characters of Crockford base32, 60 bits, so that no bytes on the wire hold one by chance. A key is a secret while its run
 * lasts: anyone who knows it can put the run's tokens on the wire. What may be seen of a run is its id.
 */
public final class RunKey {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    public static final int LENGTH = 12;

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BASE32_BITS = 5;
    private static final String ID_PREFIX = "ap-";
    private static final int ID_LENGTH = 10;

    private RunKey() {}

    /**
     * A new key.
     *
     * @param random must be cryptographically secure for a real run
     */
    public static String next(RandomGenerator random) {
        StringBuilder key = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            key.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return key.toString();
    }

    /** {@code ap-} and 10 characters of base32 (RFC 4648), in lower case, of the key's SHA-256: a name in DNS, too. */
    public static String publicId(String key) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        StringBuilder id = new StringBuilder(ID_PREFIX);
        long bits = new BigInteger(1, digest)
                .shiftRight(Byte.SIZE * digest.length - BASE32_BITS * ID_LENGTH)
                .longValueExact();
        for (int i = ID_LENGTH - 1; i >= 0; i--) {
            id.append(BASE32.charAt((int) (bits >>> BASE32_BITS * i) & BASE32.length() - 1));
        }
        return id.toString();
    }

    public static boolean isValid(String key) {
        return key.length() == LENGTH && key.chars().allMatch(c -> CROCKFORD.indexOf(c) >= 0);
    }

    /** Whether it is the id of a run, and not its key. */
    public static boolean isPublicId(String text) {
        return text.startsWith(ID_PREFIX);
    }
}
