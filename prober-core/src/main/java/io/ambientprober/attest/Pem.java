package io.ambientprober.attest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first key in a PEM file (RFC 7468).
 *
 * @param label for example {@code PRIVATE KEY}
 * @param base64 of its DER, without line ends
 */
record Pem(String label, String base64) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    static final String IS_ENCRYPTED =
            "is encrypted, and nobody is asked for its password; (umask 077; openssl pkey -in KEY -out NEW) decrypts it";

    /** With headers of its own (RFC 1421), as openssl once wrote encrypted keys. */
    private static final String ENCRYPTED = "Proc-Type: 4,ENCRYPTED";

    /** {@code openssl ecparam} writes the name of the curve in front of the key. */
    private static final String PARAMETERS = "EC PARAMETERS";

    static Pem read(byte[] file) throws KeyFormatException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (text.contains(ENCRYPTED)) {
            throw new KeyFormatException(IS_ENCRYPTED);
        }
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (!block.group(1).equals(PARAMETERS)) {
                return new Pem(block.group(1), block.group(2).replaceAll("\\s", ""));
            }
        }
        throw new KeyFormatException("holds no key in PEM");
    }

    byte[] der() throws KeyFormatException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeyFormatException("holds PEM that is no base64");
        }
    }
}
