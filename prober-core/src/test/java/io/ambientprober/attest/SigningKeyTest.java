package io.ambientprober.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "P256", "P384"})
    void whatItSignsItsPublicHalfVerifies(String kind) throws Exception {
        TestKey key = TestKey.of(kind);
        SigningKey signing = signing(key.privatePem());
        VerifyingKey verifying = VerifyingKey.fromPem(bytes(key.publicPem()));

        byte[] signature = signing.sign(MESSAGE);

        assertThat(verifying.signed(MESSAGE, signature)).isTrue();
        assertThat(signing.verifying().signed(MESSAGE, signature)).isTrue();
        assertThat(verifying.signed(new byte[] {1, 2, 4}, signature)).isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(verifying.signed(MESSAGE, signature)).isFalse();
        assertThat(verifying.signed(MESSAGE, new byte[0])).isFalse();
        assertThat(signing.verifying().id())
                .isEqualTo(verifying.id())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(key.pair().getPublic().getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "P256", "P384"})
    void anotherKeyVerifiesNothingOfIt(String kind) throws Exception {
        SigningKey signing = signing(TestKey.of(kind).privatePem());
        VerifyingKey other = VerifyingKey.fromPem(bytes(TestKey.of(kind).publicPem()));

        assertThat(other.signed(MESSAGE, signing.sign(MESSAGE))).isFalse();
        assertThat(other.id()).isNotEqualTo(signing.verifying().id());
    }

    /** openssl ecparam -genkey does, without -noout. */
    @Test
    void theNameOfACurveMayStandInFront() throws Exception {
        TestKey key = TestKey.of("P256");

        assertThat(signing("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                                + key.privatePem())
                        .verifying()
                        .id())
                .isEqualTo(VerifyingKey.fromPem(bytes(key.publicPem())).id());
    }

    static Stream<Arguments> unfit() {
        String none = "holds no key of Ed25519 or ECDSA (P-256, P-384)";
        return Stream.of(
                Arguments.of(TestKey.of("RSA").privatePemAlone(), none),
                Arguments.of(TestKey.of("Ed448").privatePemAlone(), none),
                Arguments.of(TestKey.of("X25519").privatePemAlone(), none),
                Arguments.of(TestKey.of("DSA").privatePemAlone(), none),
                Arguments.of(TestKey.pem("PRIVATE KEY", new byte[40]), none),
                Arguments.of(TestKey.of("P256").privatePemAlone(), "does not hold its own public key"),
                Arguments.of(
                        TestKey.of("P384").privatePemWithPublicHalfOf(TestKey.of("P384")),
                        "does not hold its own public key"),
                Arguments.of(TestKey.pem("ENCRYPTED PRIVATE KEY", new byte[40]), "is encrypted"),
                Arguments.of(
                        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----",
                        "is encrypted"),
                Arguments.of(TestKey.pem("EC PRIVATE KEY", new byte[40]), "openssl pkcs8 -topk8 -nocrypt"),
                Arguments.of(TestKey.pem("RSA PRIVATE KEY", new byte[40]), "holds no private key of Ed25519"),
                Arguments.of(TestKey.pem("OPENSSH PRIVATE KEY", new byte[40]), "holds no private key of Ed25519"),
                Arguments.of(TestKey.of("Ed25519").publicPem(), "is a public key"),
                Arguments.of("-----BEGIN PRIVATE KEY-----\nA===A\n-----END PRIVATE KEY-----", "is no base64"),
                Arguments.of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----", "holds no key in PEM"),
                Arguments.of("", "holds no key in PEM"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatDoesNotFitIsRefusedInOneLineThatHoldsNothingOfIt(String pem, String why) {
        assertThatThrownBy(() -> signing(pem))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(pem.lines().filter(line -> line.length() > 40 && !line.startsWith("-")))
                        .noneMatch(line -> String.valueOf(e.getMessage()).contains(line)));
    }

    @Test
    void aPublicKeyIsAskedFor() {
        assertThatThrownBy(
                        () -> VerifyingKey.fromPem(bytes(TestKey.of("Ed25519").privatePem())))
                .hasMessageContaining("is a private key");
        assertThatThrownBy(() -> VerifyingKey.fromPem(bytes(TestKey.of("RSA").publicPem())))
                .hasMessageContaining("holds no public key of Ed25519");
        assertThatThrownBy(() -> VerifyingKey.fromPem(bytes(TestKey.pem("CERTIFICATE", new byte[40]))))
                .hasMessageContaining("holds no public key of Ed25519");
    }

    private static SigningKey signing(String pem) throws KeyFormatException {
        return SigningKey.fromPem(bytes(pem));
    }

    private static byte[] bytes(String pem) {
        return pem.getBytes(StandardCharsets.US_ASCII);
    }
}
