package io.ambientprober.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final byte[] PAYLOAD = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestKey PAIR = TestKey.of("Ed25519");
    private static final SigningKey KEY = signing(PAIR);

    private static SigningKey signing(TestKey key) {
        try {
            return SigningKey.fromPem(key.privatePem().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "P256", "P384"})
    void holdsWhatWasSigned(String kind) throws Exception {
        SigningKey key = signing(TestKey.of(kind));

        assertThat(Envelope.opened(Envelope.of(PAYLOAD, key), key.verifying())).isEqualTo(PAYLOAD);
    }

    /** The example of the DSSE protocol, "Test Vectors". */
    @Test
    void whatIsSignedIsTheEncodingOfTheProtocol() {
        assertThat(Envelope.signed("http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void othersMaySignItToo() throws Exception {
        ObjectNode json = valid();
        json.withArray("signatures").insertObject(0).put("keyid", "other").put("sig", "AAAA");

        assertThat(Envelope.opened(line(json), KEY.verifying())).isEqualTo(PAYLOAD);
    }

    static Stream<Arguments> hostile() throws IOException {
        String zeros = "0".repeat(64);
        ObjectNode type = valid().put("payloadType", "application/json");
        ObjectNode payload = valid().put(
                        "payload", Base64.getEncoder().encodeToString("{\"a\": 2}".getBytes(StandardCharsets.UTF_8)));
        ObjectNode unsigned = valid();
        unsigned.putArray("signatures");
        ObjectNode many = valid();
        for (int i = 0; i < 10_000; i++) {
            many.withArray("signatures").addObject().put("keyid", zeros).put("sig", "AAAA");
        }
        ObjectNode foreign = valid();
        signature(foreign).put("keyid", zeros);
        ObjectNode nameless = valid();
        signature(nameless).remove("keyid");
        ObjectNode garbage = valid();
        signature(garbage).put("sig", "%%%");
        ObjectNode empty = valid();
        signature(empty).put("sig", "");
        ObjectNode sloppy = valid().put(
                        "payload", Base64.getEncoder().encodeToString(PAYLOAD).replace("=", ""));
        ObjectNode more = valid().put("more", 1);
        return Stream.of(
                Arguments.of(line(type), "its payloadType is not application/vnd.in-toto+json"),
                Arguments.of(line(payload), "the signature does not fit the statement"),
                Arguments.of(line(unsigned), "nobody signed it"),
                Arguments.of(line(many), "it has 10001 signatures, and at most 16 are read"),
                Arguments.of(line(foreign), "signed with another key, " + zeros),
                Arguments.of(line(nameless), "/signatures/0/keyid: is missing"),
                Arguments.of(line(garbage), "/signatures/0/sig: is not base64"),
                Arguments.of(line(empty), "the signature does not fit the statement"),
                Arguments.of(line(sloppy), "/payload: is not base64"),
                Arguments.of(line(more), "holds more than it may"),
                Arguments.of(text(valid().toPrettyString() + "\n"), "holds more than one line"),
                Arguments.of(text(valid() + "\n" + valid() + "\n"), "holds more than one line"),
                Arguments.of(text(valid().toString()), "does not end with its line"),
                Arguments.of(text(valid() + "{}\n"), "more than one JSON value"),
                Arguments.of(
                        text(valid().toString().replace("\"payload\"", "\"payloadType\":\"x\",\"payload\"") + "\n"),
                        "not the JSON"),
                Arguments.of(text("[".repeat(100_000) + "\n"), "is not an object"),
                Arguments.of(text("{\"payloadType\":" + "[".repeat(100_000) + "\n"), "exceeds a bound"),
                Arguments.of(text("{\"payloadType\":[" + "0,".repeat(100_000) + "0]}\n"), "exceeds a bound"),
                Arguments.of(text("\n"), "is not an object"),
                Arguments.of(new byte[0], "does not end with its line"),
                Arguments.of(new byte[Envelope.MAX_BYTES + 1], "is larger than 16 MiB"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void anythingElseIsRefusedInOneLine(byte[] envelope, String why) {
        assertThatThrownBy(() -> Envelope.opened(envelope, KEY.verifying()))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("attestation.intoto.jsonl: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void noByteOfItCanBeAnother() {
        byte[] envelope = Envelope.of(PAYLOAD, KEY);
        for (int i = 0; i < envelope.length; i++) {
            for (int changed :
                    new int[] {envelope[i] ^ 1, envelope[i] ^ 0x20, ' ', '\n', '\\', '"', '-', '_', 'A', 0}) {
                byte[] other = envelope.clone();
                other[i] = (byte) changed;
                if (other[i] != envelope[i]) {
                    assertThatThrownBy(() -> Envelope.opened(other, KEY.verifying()))
                            .as(new String(other, StandardCharsets.ISO_8859_1))
                            .isInstanceOf(RefusedException.class);
                }
            }
        }
    }

    private static ObjectNode signature(ObjectNode envelope) {
        return (ObjectNode) envelope.path("signatures").path(0);
    }

    private static ObjectNode valid() throws IOException {
        return (ObjectNode) JSON.readTree(Envelope.of(PAYLOAD, KEY));
    }

    private static byte[] line(ObjectNode envelope) {
        return text(envelope + "\n");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
