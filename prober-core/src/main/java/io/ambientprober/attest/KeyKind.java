package io.ambientprober.attest;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that sign, and how: the hash of ECDSA is as long as its curve (FIPS 186-5). */
enum KeyKind {
    ED25519("Ed25519"),
    P256("SHA256withECDSA"),
    P384("SHA384withECDSA");

    /** As errors say it. */
    static final String ALL = "Ed25519 or ECDSA (P-256, P-384)";

    /** By which the JDK reads a key of any of them. */
    static final List<String> ALGORITHMS = List.of("Ed25519", "EC");

    private final String signature;

    KeyKind(String signature) {
        this.signature = signature;
    }

    /** Null for any other key. Of curves with orders of these lengths the JDK has one each. */
    static @Nullable KeyKind of(Key key) {
        return switch (key) {
            case EdECKey edwards when edwards.getParams().getName().equals("Ed25519") -> ED25519;
            case ECKey elliptic when elliptic.getParams().getOrder().bitLength() == 256 -> P256;
            case ECKey elliptic when elliptic.getParams().getOrder().bitLength() == 384 -> P384;
            default -> null;
        };
    }

    Signature signature() throws GeneralSecurityException {
        return Signature.getInstance(signature);
    }
}
