package io.ambientprober.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The public key of a private one, which the JDK has no call for. Who asks for it checks that the two belong together. */
final class PublicHalf {
    private PublicHalf() {}

    /**
     * Null where an elliptic key does not say.
     *
     * @param der the PKCS#8 that the key was read from
     */
    static @Nullable PublicKey of(PrivateKey key, byte[] der) throws GeneralSecurityException {
        return switch (key) {
            case EdECPrivateKey edwards -> ofEd25519(edwards);
            case ECPrivateKey elliptic -> pointOf(elliptic, der);
            default -> throw new InvalidKeySpecException("no such key");
        };
    }

    /** Such a key is 32 random bytes, from which its public half is made (RFC 8032, section 5.1.5): here the bytes are given. */
    private static PublicKey ofEd25519(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] bytes = key.getBytes().orElseThrow(() -> new InvalidKeySpecException("no key that shows itself"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Given(bytes));
        return generator.generateKeyPair().getPublic();
    }

    /** The last thing in the key is its point, uncompressed (RFC 5915, section 3; SEC 1, section 2.3.3), if its writer put it there. */
    private static @Nullable PublicKey pointOf(ECPrivateKey key, byte[] der) throws GeneralSecurityException {
        int length = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        int x = der.length - 2 * length;
        if (x < 1 || der[x - 1] != 4) {
            return null;
        }
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(der, x, x + length)),
                new BigInteger(1, Arrays.copyOfRange(der, x + length, der.length)));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, key.getParams()));
    }

    /** Random bytes that are not. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }
}
