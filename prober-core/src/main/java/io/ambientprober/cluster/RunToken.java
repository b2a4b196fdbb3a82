package io.ambientprober.cluster;

import java.security.SecureRandom;
import java.util.Base64;

/** The bearer tokens by which a controller is known. */
final class RunToken {
    private static final int BYTES = 32;

    private RunToken() {}

    static String next() {
        byte[] token = new byte[BYTES];
        new SecureRandom().nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
