package io.ambientprober.attest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope (secure-systems-lab/dsse, version 1.0), one line of JSON. The type and the payload are what is signed; how the JSON around them is
 * spaced, and what others add to a signature, is not, and is not looked at.
 */
public final class Envelope {
    /** Far more than the paths and files of the largest run take. */
    public static final int MAX_BYTES = 16 << 20;

    private static final String FILE = BundleFile.ATTESTATION;
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    /** Others may sign the same, but not without end. */
    private static final int MAX_SIGNATURES = 16;

    private static final int MAX_DEPTH = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private Envelope() {}

    private record Signature(String keyId, JsonField sig) {
        static Signature of(JsonField field) throws PlanFormatException {
            return new Signature(field.get("keyid").text(), field.get("sig"));
        }
    }

    /** A line that holds this payload, signed. */
    public static byte[] of(byte[] payload, SigningKey key) {
        Base64.Encoder base64 = Base64.getEncoder();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("payloadType", PAYLOAD_TYPE)
                .put("payload", base64.encodeToString(payload));
        json.putArray("signatures")
                .addObject()
                .put("keyid", key.verifying().id())
                .put("sig", base64.encodeToString(key.sign(signed(PAYLOAD_TYPE, payload))));
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The payload, which nothing looked into before its signature was checked.
     *
     * @param envelope at most {@link #MAX_BYTES} of it
     */
    public static byte[] opened(byte[] envelope, VerifyingKey key) throws RefusedException {
        requireOneLine(envelope);
        try (JsonStream json = new JsonStream(FILE, JSON, envelope)) {
            String type = json.read("payloadType", JsonField::text);
            if (!type.equals(PAYLOAD_TYPE)) {
                throw new RefusedException(FILE + ": its payloadType is not " + PAYLOAD_TYPE);
            }
            byte[] payload = json.read("payload", Envelope::base64);
            List<Signature> signatures = json.list("signatures", Signature::of);
            json.end();
            requireSigned(payload, signatures, key);
            return payload;
        } catch (IOException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Where the name of a key is no more than a hint of which signature to try, a wrong one would go unnoticed. */
    private static void requireSigned(byte[] payload, List<Signature> signatures, VerifyingKey key)
            throws RefusedException, PlanFormatException {
        if (signatures.isEmpty()) {
            throw new RefusedException(FILE + ": nobody signed it");
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw new RefusedException(FILE + ": it has " + signatures.size() + " signatures, and at most "
                    + MAX_SIGNATURES + " are read");
        }
        Signature own = signatures.stream()
                .filter(signature -> signature.keyId().equals(key.id()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(FILE + ": it was signed with another key, "
                        + signatures.getFirst().keyId() + "; the given one is " + key.id()));
        if (!key.signed(signed(PAYLOAD_TYPE, payload), base64(own.sig()))) {
            throw new RefusedException(FILE
                    + ": the signature does not fit the statement: one of them was changed, or another key made it");
        }
    }

    private static void requireOneLine(byte[] envelope) throws RefusedException {
        if (envelope.length > MAX_BYTES) {
            throw new RefusedException(FILE + ": is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        for (int i = 0; i < envelope.length; i++) {
            if (envelope[i] == '\n' && i < envelope.length - 1) {
                throw new RefusedException(FILE + ": holds more than one line");
            }
        }
        if (envelope.length == 0 || envelope[envelope.length - 1] != '\n') {
            throw new RefusedException(FILE + ": does not end with its line");
        }
    }

    /** PAE, the bytes that a signature is over (DSSE protocol, "Signature Definition"). */
    static byte[] signed(String type, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 64);
        bytes.writeBytes(("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
                .getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /** Some bytes have several forms in base64, of which only the one that is written is read. */
    private static byte[] base64(JsonField field) throws PlanFormatException {
        String text = field.text();
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same complaint.
        }
        throw field.complaint("is not base64");
    }
}
