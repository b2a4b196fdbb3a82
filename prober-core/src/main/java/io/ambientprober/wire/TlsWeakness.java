package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why what a server chose protects nothing, or not against everybody; unknown suites have no weakness that anybody knows. */
public enum TlsWeakness {
    OLD_VERSION("is older than TLS 1.2", "(?!)"),
    /** TLS_SHA256_SHA256 and TLS_SHA384_SHA384 are TLS 1.3 for integrity only (RFC 9150). */
    NO_ENCRYPTION("does not encrypt", "_NULL_|^TLS_SHA"),
    NO_AUTHENTICATION("authenticates nobody", "_anon_|^TLS_NULL"),
    EXPORT("is of export strength", "_EXPORT"),
    RC4("uses RC4", "_RC4_"),
    DES("uses DES or 3DES", "_3?DES(40)?_"),
    MD5("has a MAC of MD5", "_MD5$");

    private static final int TLS_1_2 = 0x0303;

    private final String words;
    private final Pattern suites;

    TlsWeakness(String words, String suites) {
        this.words = words;
        this.suites = Pattern.compile(suites);
    }

    /** As the rest of a sentence about the choice. */
    public String words() {
        return words;
    }

    /** All weaknesses of version and suite chosen; empty when there are none. */
    public static List<TlsWeakness> of(ServerHello chosen) {
        String suite = CipherSuites.name(chosen.cipherSuite());
        return Stream.of(values())
                .filter(weakness -> weakness == OLD_VERSION
                        ? chosen.version() < TLS_1_2
                        : suite != null && weakness.suites.matcher(suite).find())
                .toList();
    }
}
