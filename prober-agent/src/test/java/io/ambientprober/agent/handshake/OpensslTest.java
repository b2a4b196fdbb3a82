package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against another implementation of TLS than the one that the check is made with. */
@Timeout(120)
class OpensslTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private MeshRoots roots = MeshRoots.NONE;

    @BeforeEach
    void needOpenssl() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl"))),
                "openssl is not installed");
        Certificates certificates = Certificates.healthy();
        pem("cert.pem", "CERTIFICATE", certificates.chain().getFirst());
        pem("key.pem", "PRIVATE KEY", certificates.pair().getPrivate().getEncoded());
    }

    @Test
    void verifiesItsClients() throws IOException {
        HandshakeResult result =
                check(new HandshakeTimeouts(LONG, LONG), "-Verify", "1", "-verify_return_error", "-CAfile", "cert.pem");

        assertThat(result.mutual()).as("%s", result).isTrue();
        assertThat(result.findings())
                .containsExactly(
                        "stranger-refused: alert certificate_required (116)",
                        "foreign-ca-refused: alert unknown_ca (48)",
                        "authority-unverified: no root of the mesh was there to check who signed it: anybody may have",
                        "identity-matches: namespace and service account are the pod's");
    }

    /** As anybody can make one: openssl req -x509, with the name of somebody else. */
    @Test
    void anIdentityThatNobodySignedIsNone() throws IOException {
        roots = TestAuthority.root("mesh").roots();

        HandshakeResult result =
                check(new HandshakeTimeouts(LONG, LONG), "-Verify", "1", "-verify_return_error", "-CAfile", "cert.pem");

        assertThat(result.authority()).as("%s", result).isEqualTo(Authority.FOREIGN);
        assertThat(result.mutual()).isTrue();
        assertThat(result.spiffe()).isNull();
        assertThat(result.planned()).isNull();
        assertThat(result.findings())
                .containsExactly(
                        "stranger-refused: alert certificate_required (116)",
                        "foreign-ca-refused: alert unknown_ca (48)",
                        "foreign-authority: no root of the mesh signed its certificate; issued by O=test, it claims to be "
                                + Certificates.SPIFFE);
    }

    @Test
    void takesAnyCertificate() throws IOException {
        HandshakeResult result = check(new HandshakeTimeouts(LONG, Duration.ofMillis(1)), "-Verify", "1", "-rev");

        assertThat(result.mutual()).as("%s", result).isFalse();
        assertThat(result.alert()).isEqualTo(116);
        assertThat(result.findings()).anyMatch(finding -> finding.startsWith("accepts-foreign-ca: "));
    }

    @Test
    void asksForNone() throws IOException {
        HandshakeResult result = check(new HandshakeTimeouts(LONG, Duration.ofMillis(1)), "-rev", "-tls1_2");

        assertThat(result.mutual()).as("%s", result).isFalse();
        assertThat(result.tls()).isEqualTo("1.2");
        assertThat(result.findings()).anyMatch(finding -> finding.startsWith("no-certificate-request: "));
    }

    private HandshakeResult check(HandshakeTimeouts patience, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of("-cert", "cert.pem", "-key", "key.pem", "-alpn", "h2"));
        command.addAll(List.of(options));
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader output = openssl.inputReader(StandardCharsets.ISO_8859_1);
            int port = port(output);
            Thread.startVirtualThread(() -> output.lines().forEach(line -> {}));
            return new HandshakeCheck(patience, InstantSource.system(), roots)
                    .check(new Target(
                            "a", new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Certificates.SPIFFE));
        } finally {
            openssl.destroyForcibly();
        }
    }

    private static int port(BufferedReader output) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith("ACCEPT ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new IOException("openssl did not listen: " + seen);
    }

    private void pem(String name, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
