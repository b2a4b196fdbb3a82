package io.ambientprober.attest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A key that signatures are checked with. */
public final class VerifyingKey {
    private static final String PUBLIC_KEY = "PUBLIC KEY";

    private final PublicKey key;
    private final KeyKind kind;

    private VerifyingKey(PublicKey key, KeyKind kind) {
        this.key = key;
        this.kind = kind;
    }

    /** @throws KeyFormatException when the file holds no public key (SubjectPublicKeyInfo) of Ed25519, P-256 or P-384 */
    public static VerifyingKey fromPem(byte[] file) throws KeyFormatException {
        Pem pem = Pem.read(file);
        if (pem.label().endsWith("PRIVATE KEY")) {
            throw new KeyFormatException(
                    "is a private key, which verifies nothing; its public one: openssl pkey -in KEY -pubout");
        }
        if (pem.label().equals(PUBLIC_KEY)) {
            X509EncodedKeySpec spec = new X509EncodedKeySpec(pem.der());
            for (String algorithm : KeyKind.ALGORITHMS) {
                try {
                    return of(KeyFactory.getInstance(algorithm).generatePublic(spec));
                } catch (GeneralSecurityException e) {
                    // Perhaps one of the next algorithm.
                }
            }
        }
        throw new KeyFormatException("holds no public key of " + KeyKind.ALL);
    }

    static VerifyingKey of(PublicKey key) throws KeyFormatException {
        KeyKind kind = KeyKind.of(key);
        if (kind == null) {
            throw new KeyFormatException("holds no key of " + KeyKind.ALL);
        }
        return new VerifyingKey(key, kind);
    }

    /** SHA-256 of its SubjectPublicKeyInfo, in hexadecimal digits: what {@code openssl pkey -pubout -outform DER | sha256sum} prints. */
    public String id() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether these bytes were signed with the private half; a signature that is none was not. */
    boolean signed(byte[] message, byte[] signature) {
        try {
            Signature check = kind.signature();
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
