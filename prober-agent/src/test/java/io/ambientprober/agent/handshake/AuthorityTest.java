package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse strangers as ztunnel does; what differs is who signed their certificates. */
@Timeout(120)
class AuthorityTest {
    private static final HandshakeTimeouts ALL_THE_TIME =
            new HandshakeTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60));
    private static final TlsScript ZTUNNEL = TlsScript.welcoming().refusing(116, 48);
    private static final TestAuthority MESH = TestAuthority.root("cluster.local");

    static List<Arguments> ofTheMesh() {
        Certificates below = MESH.intermediate().issue();
        Certificates twoBelow = MESH.intermediate().intermediate().issue();
        Certificates expired = MESH.issue(Instant.now().minus(Duration.ofDays(2)));
        return List.of(
                arguments("signed by the root", MESH.issue()),
                arguments("signed by one below it", below),
                arguments(
                        "the root shown, too",
                        with(below, below.chain().get(0), below.chain().get(1), MESH.certificate())),
                arguments(
                        "in no order",
                        with(
                                twoBelow,
                                twoBelow.chain().get(0),
                                twoBelow.chain().get(2),
                                twoBelow.chain().get(1))),
                arguments("expired, which is said elsewhere", expired));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ofTheMesh(String what, Certificates certificates) throws IOException {
        HandshakeResult result = check(certificates, MESH.roots());

        assertThat(result.authority()).as("%s", result).isEqualTo(Authority.MESH);
        assertThat(result.mutual()).isTrue();
        assertThat(result.spiffe()).isEqualTo(Certificates.SPIFFE);
        assertThat(result.findings())
                .contains("identity-matches: namespace and service account are the pod's")
                .noneMatch(finding -> finding.contains("authority"));
        assertThat(result.planned())
                .satisfies(planned -> assertThat(planned.spiffe()).isEqualTo(Certificates.SPIFFE));
    }

    /** The JDK reads PEM too, and does not look behind a certificate. */
    @Test
    void isOfCertificatesAsTlsCarriesThem() {
        byte[] der = MESH.issue().chain().getFirst();
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";

        assertThat(MESH.roots().of(List.of(der))).isEqualTo(Authority.MESH);
        assertThat(MESH.roots().of(List.of(pem.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(Authority.FOREIGN);
        assertThat(MESH.roots().of(List.of(Arrays.copyOf(der, der.length + 1)))).isEqualTo(Authority.FOREIGN);
    }

    static List<Arguments> foreign() {
        Certificates below = MESH.intermediate().issue();
        Certificates own = Certificates.healthy();
        return List.of(
                arguments("signed by itself", Certificates.healthy()),
                arguments("signed by itself, RSA", Certificates.rsa()),
                arguments(
                        "a root of the same name",
                        TestAuthority.root("cluster.local").issue()),
                arguments("signed by a workload", MESH.workload().issue()),
                arguments(
                        "signed by a workload of one below",
                        MESH.intermediate().workload().issue()),
                arguments(
                        "the one between is missing", with(below, below.chain().get(0))),
                arguments(
                        "the mesh's root shown beside it", with(own, own.chain().get(0), MESH.certificate())),
                arguments(
                        "a copy, without its key",
                        with(own, MESH.issue().chain().get(0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void foreign(String what, Certificates certificates) throws IOException {
        HandshakeResult result = check(certificates, MESH.roots());

        assertThat(result.authority()).as("%s", result).isNotEqualTo(Authority.MESH);
        assertThat(result.findings()).noneMatch(finding -> finding.startsWith("identity-matches"));
        assertThat(result.spiffe()).isNull();
        assertThat(result.planned()).isNull();
    }

    @Test
    void aForeignAuthorityIsNamedWithWhatItClaims() throws IOException {
        assertThat(check(Certificates.healthy(), MESH.roots()).findings())
                .contains(
                        "foreign-authority: no root of the mesh signed its certificate; issued by O=test, it claims to be "
                                + Certificates.SPIFFE);
    }

    @Test
    void aCopyWithoutItsKeyIsNobodys() throws IOException {
        Certificates copied =
                new Certificates(Certificates.healthy().pair(), MESH.issue().chain());
        HandshakeResult result = check(copied, MESH.roots());

        assertThat(result.authority()).as("%s", result).isEqualTo(Authority.UNVERIFIED);
        assertThat(result.findings())
                .anyMatch(finding -> finding.startsWith("authority-unverified: it did not come so far"));
        assertThat(result.planned()).isNull();
    }

    @Test
    void withoutRootsNothingIsVerified() throws IOException {
        HandshakeResult result = check(MESH.issue(), MeshRoots.NONE);

        assertThat(result.authority()).isEqualTo(Authority.UNVERIFIED);
        assertThat(result.findings()).anyMatch(finding -> finding.startsWith("authority-unverified: no root"));
        assertThat(result.planned())
                .satisfies(planned -> assertThat(planned.spiffe()).isNull());
    }

    @Test
    void aRootThatChangesIsOneOfTwo() throws IOException {
        MeshRoots both = MeshRoots.parse(TestAuthority.root("old").pem() + MESH.pem());

        assertThat(check(MESH.issue(), both).authority()).isEqualTo(Authority.MESH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void whatHoldsNoRootIsRefused(String pem) {
        assertThatThrownBy(() -> MeshRoots.parse(pem)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Certificates with(Certificates key, byte[]... chain) {
        return new Certificates(key.pair(), Stream.of(chain).toList());
    }

    private static HandshakeResult check(Certificates certificates, MeshRoots roots) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(ZTUNNEL.with(certificates))) {
            return new HandshakeCheck(ALL_THE_TIME, InstantSource.system(), roots)
                    .check(new Target("a", server.address(), Certificates.SPIFFE));
        }
    }
}
