package io.ambientprober.lab.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.net.Netns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands on the HBONE port lets nobody in without a certificate of this mesh, and says so as ztunnel does. */
@Timeout(30)
class HandshakeTest {
    private static final Spiffe SERVER = Spiffe.of("mesh", "server");
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private Authority authority;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        authority = Authority.create();
        ProxyConfig state = new ProxyConfig(1, authority.certificatePem(), List.of(), Map.of(), List.of());
        ServedPod pod =
                new ServedPod(new Netns("unused"), List.of(LOOPBACK), authority.issue(SERVER), Policy.NONE, Hbone.TLS);
        port = await(PodProxy.open(vertx, pod, () -> state, new Ports(0, 0, 0), 0, accepted -> {
                    throw new IOException("not asked");
                }))
                .ports()
                .hbone();
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void refusesAStrangerWithoutACertificate() throws Exception {
        try (SSLSocket socket = stranger("TLSv1.3")) {
            socket.startHandshake();

            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
            assertThat(Spiffe.of(List.of(socket.getSession().getPeerCertificates())))
                    .contains(SERVER);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate_required");
        }
    }

    @Test
    void refusesTls12() throws Exception {
        try (SSLSocket socket = stranger("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void refusesAForeignAuthority() throws Exception {
        Authority foreign = Authority.create();
        HttpClientAgent client = vertx.createHttpClient(
                Tls.client(foreign.issue(SERVER), foreign.certificatePem()).setTrustAll(true));

        // The client's side of TLS 1.3 may finish before it learns of the refusal.
        assertThatThrownBy(() -> await(client.connect(hbone()).compose(peer -> peer.ping(Buffer.buffer(new byte[8])))))
                .isInstanceOfAny(IOException.class, VertxException.class);
    }

    private HttpConnectOptions hbone() {
        return new HttpConnectOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setServer(SocketAddress.inetSocketAddress(port, LOOPBACK))
                .setHost(LOOPBACK)
                .setPort(port);
    }

    private SSLSocket stranger(String protocol) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
