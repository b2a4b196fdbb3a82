package io.ambientprober.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {
    private final Credentials server = Credentials.create();
    private final Credentials client = Credentials.create();

    /** Lengths of a serial number differ from key to key. */
    @RepeatedTest(20)
    void aCertificateIsSignedByItsOwnKey() throws Exception {
        X509Certificate certificate = certificate(Credentials.create());

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber()).isPositive();
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(certificate.getIssuerX500Principal());
    }

    @Test
    void aFingerprintIsThatOfTheCertificatesDer() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(certificate(server).getEncoded());

        assertThat(server.fingerprint().hex()).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void everyProcessHasOthers() {
        assertThat(server.fingerprint()).isNotEqualTo(client.fingerprint());
        assertThat(server.keyPem()).isNotEqualTo(client.keyPem());
    }

    @Test
    void whatWasKeptIsTheSame() throws Exception {
        Credentials again = Credentials.fromPem(server.certificatePem(), server.keyPem());

        assertThat(again.fingerprint()).isEqualTo(server.fingerprint());
        assertThat(exchange(again.trustingOnly(client.fingerprint()), client.trustingOnly(server.fingerprint())))
                .isEqualTo("it is me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void whatIsNoPemIsRefused(String text) {
        assertThatThrownBy(() -> Credentials.fromPem(text, text)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Credentials.fromPem(server.certificatePem(), text))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void bothSidesTalkWhenEachIsWhoTheOtherExpects() throws Exception {
        assertThat(exchange(server.trustingOnly(client.fingerprint()), client.trustingOnly(server.fingerprint())))
                .isEqualTo("it is me");
    }

    @Test
    void aServerWithAnotherCertificateIsToldNothing() {
        SSLContext impostor = Credentials.create().trustingOnly(client.fingerprint());

        assertThatThrownBy(() -> exchange(impostor, client.trustingOnly(server.fingerprint())))
                .hasRootCauseInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("where " + server.fingerprint() + " is expected");
    }

    @Test
    void aClientWithAnotherCertificateIsToldNothing() {
        SSLContext impostor = Credentials.create().trustingOnly(server.fingerprint());

        assertThatThrownBy(() -> exchange(server.trustingOnly(client.fingerprint()), impostor))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theCertificateAloneProvesNothing() throws Exception {
        Credentials stolen = Credentials.fromPem(server.certificatePem(), client.keyPem());

        assertThatThrownBy(() ->
                        exchange(stolen.trustingOnly(client.fingerprint()), client.trustingOnly(server.fingerprint())))
                .isInstanceOf(SSLException.class);
    }

    private static X509Certificate certificate(Credentials credentials) throws GeneralSecurityException {
        byte[] pem = credentials.certificatePem().getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    /** What the server says to the client, once both know each other. */
    private static String exchange(SSLContext serverSide, SSLContext clientSide) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listener =
                (SSLServerSocket) serverSide.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listener.setNeedClientAuth(true);
            CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> serve(listener));
            try (SSLSocket socket =
                    (SSLSocket) clientSide.getSocketFactory().createSocket(loopback, listener.getLocalPort())) {
                InputStream in = socket.getInputStream();
                String heard = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                served.join();
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
                return heard;
            } catch (CompletionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private static boolean serve(SSLServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write("it is me".getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
