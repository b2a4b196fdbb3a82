package io.ambientprober.attest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A key that signs. It is held in memory, and nothing of it is ever printed. */
public final class SigningKey {
    private static final String PKCS8 = "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    private final PrivateKey key;
    private final KeyKind kind;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, KeyKind kind, VerifyingKey verifying) {
        this.key = key;
        this.kind = kind;
        this.verifying = verifying;
    }

    /**
     * The key in a file, which signs and is checked at once: one that does not fit is found out before there is anything to sign.
     *
     * @throws KeyFormatException when the file holds no private key of Ed25519, P-256 or P-384 in PKCS#8, or an encrypted one
     */
    public static SigningKey fromPem(byte[] file) throws KeyFormatException {
        Pem pem = Pem.read(file);
        return switch (pem.label()) {
            case "PRIVATE KEY" -> pkcs8(pem.der());
            case "ENCRYPTED PRIVATE KEY" -> throw new KeyFormatException(Pem.IS_ENCRYPTED);
            case "EC PRIVATE KEY" ->
                throw new KeyFormatException(
                        "is an EC PRIVATE KEY; " + PKCS8 + " makes the PRIVATE KEY that is needed");
            case "PUBLIC KEY" -> throw new KeyFormatException("is a public key, which signs nothing");
            default -> throw new KeyFormatException("holds no private key of " + KeyKind.ALL + " in PKCS#8");
        };
    }

    private static SigningKey pkcs8(byte[] der) throws KeyFormatException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : KeyKind.ALGORITHMS) {
            try {
                return of(KeyFactory.getInstance(algorithm).generatePrivate(spec), der);
            } catch (GeneralSecurityException e) {
                // Perhaps one of the next algorithm.
            }
        }
        throw new KeyFormatException("holds no key of " + KeyKind.ALL);
    }

    private static SigningKey of(PrivateKey key, byte[] der) throws GeneralSecurityException, KeyFormatException {
        KeyKind kind = KeyKind.of(key);
        if (kind == null) {
            throw new KeyFormatException("holds no key of " + KeyKind.ALL);
        }
        PublicKey half = PublicHalf.of(key, der);
        SigningKey made = half == null ? null : new SigningKey(key, kind, VerifyingKey.of(half));
        if (made == null || !made.verifying.signed(PROBE, made.sign(PROBE))) {
            throw new KeyFormatException("does not hold its own public key; " + PKCS8 + " adds it");
        }
        return made;
    }

    /** What checks that which this one signs. */
    public VerifyingKey verifying() {
        return verifying;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = kind.signature();
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with " + kind, e);
        }
    }
}
