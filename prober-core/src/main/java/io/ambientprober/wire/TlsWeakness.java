package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Why what a server chose protects nothing, or not against everybody; unknown suites have no weakness that anybody knows. */
public enum TlsWeakness {
    OLD_VERSION("is older than TLS 1.2", suite -> false),
    /** TLS_SHA256_SHA256 and TLS_SHA384_SHA384 are TLS 1.3 for integrity only (RFC 9150). */
    NO_ENCRYPTION("does not encrypt", suite -> suite.contains("_NULL_") || suite.startsWith("TLS_SHA")),
    NO_AUTHENTICATION("authenticates nobody", suite -> suite.contains("_anon_") || suite.startsWith("TLS_NULL")),
    EXPORT("is of export strength", suite -> suite.contains("_EXPORT")),
    RC4("uses RC4", suite -> suite.contains("_RC4_")),
    DES("uses DES or 3DES", suite -> suite.contains("_DES_") || suite.contains("_3DES_") || suite.contains("_DES40_")),
    MD5("has a MAC of MD5", suite -> suite.endsWith("_MD5"));

    private static final int TLS_1_2 = 0x0303;

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<String> suites;

    TlsWeakness(String words, Predicate<String> suites) {
        this.words = words;
        this.suites = suites;
    }

    /** As the rest of a sentence about the choice. */
    public String words() {
        return words;
    }

    /** All weaknesses of version and suite chosen; empty when there are none. */
    public static List<TlsWeakness> of(ServerHello chosen) {
        return Stream.of(values()).filter(weakness -> weakness.isOf(chosen)).toList();
    }

    boolean isOf(ServerHello chosen) {
        if (this == OLD_VERSION) {
            return chosen.version() < TLS_1_2;
        }
        String suite = CipherSuites.name(chosen.cipherSuite());
        return suite != null && suites.test(suite);
    }
}
