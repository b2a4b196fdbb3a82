package io.ambientprober.peer;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;

/**
 * Writes the DER of a certificate that its own Ed25519 key signs (RFC 5280, RFC 8410). It has no extensions and never expires: what is
 * pinned is known by its bytes alone. Not by Bouncy Castle, whose signed jars take an agent half of its start to verify (docs/adr/0015).
 */
final class SelfSigned {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xA0;

    private static final int SERIAL_BITS = 127;
    /** 1.3.101.112, Ed25519. */
    private static final byte[] ED25519 = {0x2B, 0x65, 0x70};
    /** 2.5.4.3, common name. */
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

    private SelfSigned() {}

    static byte[] certificate(KeyPair pair) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ED25519));
        byte[] name = name("ambient-prober");
        byte[] signed = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray()),
                algorithm,
                name,
                // Without an end (RFC 5280, section 4.1.2.5).
                der(SEQUENCE, der(UTC_TIME, ascii("700101000000Z")), der(GENERALIZED_TIME, ascii("99991231235959Z"))),
                name,
                pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        return der(SEQUENCE, signed, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] name(String text) {
        byte[] attribute = der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME), der(UTF8_STRING, ascii(text)));
        return der(SEQUENCE, der(SET, attribute));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag, length (ITU-T X.690, section 8.1.3) and parts. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (body.size() >= 0x100) {
            der.write(0x82);
            der.write(body.size() >> 8);
        } else if (body.size() >= 0x80) {
            der.write(0x81);
        }
        der.write(body.size());
        der.writeBytes(body.toByteArray());
        return der.toByteArray();
    }
}
