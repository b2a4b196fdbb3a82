package io.ambientprober.run;

import java.util.random.RandomGenerator;

/** Run keys: 12 characters of Crockford base32, 60 bits, so that no bytes on the wire hold one by chance. */
public final class RunKey {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 12;

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
}
