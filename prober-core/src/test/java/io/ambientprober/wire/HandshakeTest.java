package io.ambientprober.wire;

import static io.ambientprober.traffic.Numbers.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Tls;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private final RandomGenerator random = Seeds.random("handshake");
    private final TlsHandshake handshake = new TlsHandshake();
    private final TlsMessages client = new TlsMessages(Direction.CLIENT_TO_SERVER, handshake, new WaitingBudget());
    private final TlsMessages server = new TlsMessages(Direction.SERVER_TO_CLIENT, handshake, new WaitingBudget());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 50, 5000})
    void readsAClientHelloInParts(int size) {
        feed(client, Tls.clientHello(List.of(0x0304, 0x0303), List.of("h2", "http/1.1"), 1220, random), size);

        assertThat(handshake.facts().clientHello())
                .isEqualTo(new ClientHello(
                        List.of(0x0304, 0x0303), List.of(0x1302, 0x1301, 0xC02F), List.of("h2", "http/1.1"), null));
    }

    @Test
    void readsAClientHelloOfTls12() {
        feed(client, Tls.clientHello(List.of(0x0303), List.of(), 10, random), 5000);

        assertThat(handshake.facts().clientHello())
                .isEqualTo(new ClientHello(List.of(0x0303), List.of(0x1302, 0x1301, 0xC02F), List.of(), null));
    }

    @Test
    void readsServerHellos() {
        feed(server, Tls.serverHello(Tls.TLS_1_3, 0x1301, random), 5000);
        assertThat(handshake.facts().serverHello()).isEqualTo(new ServerHello(0x0304, 0x1301, null));

        feed(server, Tls.serverHello(Tls.TLS_1_2, 0xC02F, random), 5000);
        assertThat(handshake.facts().serverHello()).isEqualTo(new ServerHello(0x0303, 0xC02F, "h2"));
    }

    @Test
    void tellsAHelloRetryRequestFromAServerHello() {
        feed(server, Tls.helloRetry(random), 5000);

        assertThat(handshake.facts().helloRetried()).isTrue();
        assertThat(handshake.facts().serverHello()).isNull();
    }

    @Test
    void takesTheSecondHelloAfterARetry() {
        feed(client, Tls.clientHello(List.of(0x0304), List.of("h2", "first"), 36, random), 5000);
        feed(server, Tls.helloRetry(random), 5000);
        client.changeCipherSpec();
        server.changeCipherSpec();
        feed(client, Tls.clientHello(List.of(0x0304), List.of("h2"), 1220, random), 5000);
        feed(server, Tls.serverHello(Tls.TLS_1_3, 0x1302, random), 5000);

        assertThat(Objects.requireNonNull(handshake.facts().clientHello()).alpn())
                .containsExactly("h2");
        assertThat(handshake.facts().serverHello()).isEqualTo(new ServerHello(0x0304, 0x1302, null));
    }

    @Test
    void aLaterHelloDoesNotMendOneWithoutHttp2() {
        feed(client, Tls.clientHello(List.of(0x0304), List.of("http/1.1"), 36, random), 5000);
        feed(client, Tls.clientHello(List.of(0x0304), List.of("h2"), 36, random), 5000);

        assertThat(Objects.requireNonNull(handshake.facts().clientHello()).alpn())
                .containsExactly("http/1.1");
    }

    /** TLS_RSA_WITH_RC4_128_SHA. */
    @Test
    void aLaterHelloDoesNotMendAWeakOne() {
        feed(server, Tls.serverHello(Tls.TLS_1_2, 0x0005, random), 5000);
        feed(server, Tls.serverHello(Tls.TLS_1_3, 0x1301, random), 5000);

        assertThat(handshake.facts().serverHello()).isEqualTo(new ServerHello(0x0303, 0x0005, "h2"));
    }

    /** Whatever length it claims, none too: an encrypted message may look like anything. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0xFFFFFF})
    void endsAtAMessageThatIsNone(int length) {
        byte[] encrypted = {99, (byte) (length >> 16), (byte) (length >> 8), (byte) length, 1, 2, 3, 4};
        feed(server, encrypted, 5000);
        feed(server, Tls.serverHello(Tls.TLS_1_3, 0x1301, random), 5000);

        assertThat(handshake.facts().serverHello()).isNull();
    }

    @Test
    void seesThatATls12ServerAskedForNoCertificate() {
        feed(server, flight(false), 100);

        assertThat(handshake.facts().mutualTls12Disproved()).isTrue();
    }

    @Test
    void seesThatATls12ServerAskedForACertificate() {
        feed(server, flight(true), 100);

        assertThat(handshake.facts().mutualTls12Disproved()).isFalse();
        assertThat(handshake.facts().certificateRequested()).isTrue();
    }

    /** The nonce that an encrypted Finished begins with may be any bytes, those of a CertificateRequest among them. */
    @Test
    void takesNoEncryptedMessageForACertificateRequest() {
        byte[] encrypted = Tls.message(13, new byte[36]);
        feed(server, flight(false), 5000);
        client.changeCipherSpec();
        feed(client, encrypted, 5000);
        server.changeCipherSpec();
        feed(server, encrypted, 5000);

        assertThat(handshake.facts().mutualTls12Disproved()).isTrue();
    }

    /** By a session id, and by a ticket that the server replaces (RFC 5246, section 7.3; RFC 5077, section 3.1). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResumedHandshakeSaysNothingOfCertificates(boolean ticket) {
        feed(server, Tls.serverHello(Tls.TLS_1_2, 0xC02F, random), 5000);
        feed(server, ticket ? Tls.message(4, new byte[200]) : new byte[0], 5000);
        server.changeCipherSpec();
        feed(server, Tls.message(13, new byte[36]), 5000);
        feed(server, Tls.message(14, new byte[0]), 5000);

        assertThat(handshake.facts().mutualTls12Disproved()).isFalse();
        assertThat(handshake.facts().certificateRequested()).isFalse();
    }

    @Test
    void takesNoEncryptedMessageOfTheClientForTheEndOfTheServersFlight() {
        feed(server, Tls.serverHello(Tls.TLS_1_2, 0xC02F, random), 5000);
        client.changeCipherSpec();
        feed(client, Tls.message(14, new byte[36]), 5000);

        assertThat(handshake.facts().mutualTls12Disproved()).isFalse();
    }

    @Test
    void concludesNothingFromAFlightWithAGap() {
        byte[] flight = Tls.record(22, 0x0303, flight(true));
        byte[] done = Tls.record(22, 0x0303, Tls.message(14, new byte[0]));
        TlsRecords records =
                new TlsRecords(Direction.SERVER_TO_CLIENT, handshake, RecordBordersTest.unheard(), new WaitingBudget());
        records.begins(true);
        records.bytes(flight, 0, 200);
        records.missing(flight.length - 200);
        records.bytes(done, 0, done.length);

        assertThat(handshake.facts().mutualTls12Disproved()).isFalse();
    }

    @Test
    void readsNoHelloThatIsCut() {
        byte[] hello = Tls.clientHello(List.of(0x0304), List.of("h2"), 36, random);
        for (int length = 0; length < hello.length; length++) {
            TlsHandshake cut = new TlsHandshake();
            feed(
                    new TlsMessages(Direction.CLIENT_TO_SERVER, cut, new WaitingBudget()),
                    Arrays.copyOf(hello, length),
                    5000);

            assertThat(cut.facts()).as("%d bytes", length).isEqualTo(TlsFacts.NONE);
        }
    }

    @Test
    void readsNoBodyThatIsCutOfAWholeMessage() {
        byte[] hello = Tls.clientHello(List.of(0x0304), List.of("h2"), 36, random);
        for (int length = 4; length < hello.length; length++) {
            TlsHandshake cut = new TlsHandshake();
            HelloParser.clientHello(hello, 4, length, cut);

            // the extensions may be missing as a whole, and a hello ends before them then
            ClientHello read = cut.facts().clientHello();
            assertThat(read == null || read.alpn().isEmpty())
                    .as("%d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void survivesHostileHellos() {
        byte[] hello = Tls.clientHello(List.of(0x0304), List.of("h2"), 36, random);
        byte[] answer = Tls.serverHello(Tls.TLS_1_2, 0xC02F, random);
        for (int round = 0; round < Seeds.rounds(20_000); round++) {
            TlsHandshake hostile = new TlsHandshake();
            HelloParser.clientHello(damaged(hello), 4, hello.length, hostile);
            HelloParser.serverHello(damaged(answer), 4, answer.length, hostile);

            ClientHello read = hostile.facts().clientHello();
            assertThat(read == null || read.cipherSuites().size() <= hello.length)
                    .as("round %d (%s)", round, Seeds.hint())
                    .isTrue();
        }
    }

    @Test
    void keepsNothingOfAMessageThatIsTooLongForAHello() {
        byte[] begin = {1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
        feed(client, join(begin, new byte[100_000]), 1448);

        assertThat(handshake.facts()).isEqualTo(TlsFacts.NONE);
    }

    private byte[] damaged(byte[] hello) {
        byte[] damaged = hello.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            damaged[4 + random.nextInt(damaged.length - 4)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
        }
        return damaged;
    }

    private byte[] flight(boolean mutual) {
        return join(
                Tls.serverHello(Tls.TLS_1_2, 0xC02F, random),
                Tls.message(11, new byte[1200]),
                Tls.message(12, new byte[300]),
                mutual ? Tls.message(13, new byte[40]) : new byte[0],
                Tls.message(14, new byte[0]));
    }

    private static void feed(TlsMessages to, byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            to.bytes(bytes, at, Math.min(size, bytes.length - at));
        }
    }
}
