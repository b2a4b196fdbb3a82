package io.ambientprober.attest;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** Keys that were made for a test, as openssl writes them. */
public record TestKey(KeyPair pair) {
    /** What stands before the private number and before the point (RFC 5915, RFC 5958). */
    private enum Curve {
        P256("secp256r1", "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420", "a144034200"),
        P384("secp384r1", "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430", "a164036200");

        private final String name;
        private final String head;
        private final String middle;

        Curve(String name, String head, String middle) {
            this.name = name;
            this.head = head;
            this.middle = middle;
        }
    }

    /** @param name {@code Ed25519}, {@code P256}, {@code P384}, or any other algorithm of the JDK */
    public static TestKey of(String name) {
        try {
            for (Curve curve : Curve.values()) {
                if (curve.name().equals(name)) {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec(curve.name));
                    return new TestKey(generator.generateKeyPair());
                }
            }
            return new TestKey(KeyPairGenerator.getInstance(name).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public String privatePem() {
        return pem("PRIVATE KEY", pkcs8(this));
    }

    /** The private half with the public one of another key. */
    String privatePemWithPublicHalfOf(TestKey other) {
        return pem("PRIVATE KEY", pkcs8(other));
    }

    /** As Java writes it: without the public half of an elliptic key. */
    String privatePemAlone() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    public String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private byte[] pkcs8(TestKey half) {
        return switch (pair.getPrivate()) {
            case ECPrivateKey key -> {
                Curve curve = key.getParams().getOrder().bitLength() == 256 ? Curve.P256 : Curve.P384;
                int length = key.getParams().getOrder().bitLength() / 8;
                byte[] spki = half.pair.getPublic().getEncoded();
                ByteArrayOutputStream der = new ByteArrayOutputStream();
                der.writeBytes(HexFormat.of().parseHex(curve.head));
                der.writeBytes(fixed(key.getS(), length));
                der.writeBytes(HexFormat.of().parseHex(curve.middle));
                der.write(spki, spki.length - 2 * length - 1, 2 * length + 1);
                yield der.toByteArray();
            }
            default -> pair.getPrivate().getEncoded();
        };
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] fixed = new byte[length];
        byte[] bytes = number.toByteArray();
        int used = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - used, fixed, length - used, used);
        return fixed;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
