package io.ambientprober.lab.mesh;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.Set;

/** TLS as ztunnel has it: 1.3 only, its two suites, ALPN h2, certificates on both sides, no name to verify. */
final class Tls {
    private static final List<String> SUITES = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");

    private Tls() {}

    static HttpServerOptions server(WorkloadCredentials credentials, String authority) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(key(credentials))
                .setTrustOptions(trust(authority));
        restrict(options);
        return options;
    }

    static HttpClientOptions client(WorkloadCredentials credentials, String authority) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                // The peer's name is its SPIFFE identity, which Tunnels checks.
                .setVerifyHost(false)
                .setForceSni(false)
                .setKeyCertOptions(key(credentials))
                .setTrustOptions(trust(authority));
        restrict(options);
        return options;
    }

    private static void restrict(TCPSSLOptions options) {
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        SUITES.forEach(options::addEnabledCipherSuite);
    }

    private static KeyCertOptions key(WorkloadCredentials credentials) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(credentials.certificate()))
                .addKeyValue(Buffer.buffer(credentials.key()));
    }

    private static TrustOptions trust(String authority) {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authority));
    }
}
