package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.agent.handshake.ScriptedServer.Script;
import io.ambientprober.handshake.HandshakeResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers that do what a script says. */
@Timeout(120)
class HandshakeCheckTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** For servers that end a connection themselves; none of these waits is ever waited for. */
    private static final HandshakeTimeouts ALL_THE_TIME = new HandshakeTimeouts(LONG, LONG);

    private static final HandshakeTimeouts CURIOUS = new HandshakeTimeouts(LONG, AT_ONCE);
    private static final HandshakeTimeouts HURRIED = new HandshakeTimeouts(SHORT, AT_ONCE);

    private static final TlsScript ZTUNNEL = TlsScript.welcoming().refusing(116, 48);

    @Test
    void whatZtunnelDoesIsMutual() throws IOException {
        Instant now = Instant.now();
        HandshakeResult result = check(ZTUNNEL, ALL_THE_TIME);

        assertThat(result.mutual()).isTrue();
        assertThat(result.spiffe()).isEqualTo(Certificates.SPIFFE);
        assertThat(result.tls()).isEqualTo("1.3");
        assertThat(result.suite()).isEqualTo("0x1302");
        assertThat(result.alpn()).isEqualTo("h2");
        assertThat(result.notAfter()).isBetween(now.plusSeconds(80_000), now.plusSeconds(90_000));
        assertThat(result.key()).isEqualTo("EC P-256");
        assertThat(result.alert()).isEqualTo(116);
        assertThat(result.foreignAlert()).isEqualTo(48);
        assertThat(result.findings())
                .containsExactly(
                        "stranger-refused: alert certificate_required (116)",
                        "foreign-ca-refused: alert unknown_ca (48)",
                        "authority-unverified: no root of the mesh was there to check who signed it: anybody may have",
                        "identity-matches: namespace and service account are the pod's");
    }

    @Test
    void theForeignerIsMadeOnceForEachTrustDomain() {
        HandshakeCheck check = new HandshakeCheck(ALL_THE_TIME, InstantSource.system(), MeshRoots.NONE);
        ForeignIdentity first = check.foreigner("cluster.local");

        assertThat(check.foreigner("cluster.local")).isSameAs(first);
        assertThat(check.foreigner("example.org").claims("example.org")).isTrue();
    }

    static List<Arguments> mutual() {
        return List.of(
                arguments("TLS 1.2 only", ZTUNNEL.refusing(40, 42).tls12(), List.of("only-tls-1-2")),
                arguments("post-quantum key share only", ZTUNNEL.onlyGroup(NamedGroup.X25519MLKEM768), List.of()),
                arguments("an RSA key", ZTUNNEL.with(Certificates.rsa()), List.of()),
                arguments("another ALPN", ZTUNNEL.alpn("http/1.1"), List.of("wrong-alpn")),
                arguments("no ALPN", ZTUNNEL.alpn(null), List.of("no-alpn")),
                arguments("closes after Finished", TlsScript.welcoming().then(Conversations::cut), List.of()),
                arguments("says goodbye after Finished", TlsScript.welcoming().then(Conversations::closed), List.of()),
                arguments("resets after Finished", TlsScript.welcoming().then(Conversations::reset), List.of()),
                arguments(
                        "closes at our certificate",
                        TlsScript.welcoming().judging((shown, socket) -> socket.close()),
                        List.of()),
                arguments(
                        "closes at our certificate in TLS 1.2",
                        TlsScript.welcoming().tls12().judging((shown, socket) -> socket.close()),
                        List.of("only-tls-1-2")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void mutual(String name, Script server, List<String> more) throws IOException {
        HandshakeResult result = check(server, ALL_THE_TIME);

        assertThat(result.mutual()).as("%s", result).isTrue();
        assertThat(ids(result))
                .contains("stranger-refused", "foreign-ca-refused", "authority-unverified", "identity-matches")
                .containsAll(more)
                .hasSize(4 + more.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 42, 46, 48, 49, 80, 116})
    void anAlertToTheStrangersCertificateIsARefusal(int alert) throws IOException {
        HandshakeResult result = check(ZTUNNEL.refusing(alert, alert), ALL_THE_TIME);

        assertThat(result.mutual()).isTrue();
        assertThat(result.alert()).isEqualTo(alert);
        assertThat(result.foreignAlert()).isEqualTo(alert);
    }

    static List<Arguments> notMutual() {
        TlsScript welcoming = TlsScript.welcoming();
        TlsScript unasking = welcoming.withoutRequest();
        TlsScript careless = welcoming.judging((shown, socket) -> {
            if (!shown) {
                throw new TlsFatalAlert((short) 116);
            }
        });
        return List.of(
                arguments("accepts anyone", welcoming, List.of("accepts-strangers", "accepts-foreign-ca")),
                arguments(
                        "accepts anyone over TLS 1.2",
                        welcoming.tls12(),
                        List.of("accepts-strangers", "accepts-foreign-ca", "only-tls-1-2")),
                arguments(
                        "answers with something else",
                        welcoming.then(Conversations::http1),
                        List.of("accepts-strangers", "accepts-foreign-ca")),
                arguments("takes any CA", careless, List.of("stranger-refused", "accepts-foreign-ca")),
                arguments("requests no certificate", unasking, List.of("no-certificate-request", "accepts-strangers")),
                arguments(
                        "requests none over TLS 1.2",
                        unasking.tls12(),
                        List.of("no-certificate-request", "accepts-strangers", "only-tls-1-2")),
                arguments(
                        "requests none, and closes",
                        unasking.then(Conversations::closed),
                        List.of("no-certificate-request", "closed")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notMutual(String name, Script server, List<String> findings) throws IOException {
        HandshakeResult result = check(server, CURIOUS);

        assertThat(result.mutual()).as("%s", result).isFalse();
        assertThat(ids(result)).containsAll(findings).contains("identity-matches");
        assertThat(result.spiffe()).isEqualTo(Certificates.SPIFFE);
    }

    static List<Arguments> untold() {
        return List.of(
                arguments("closes before ServerHello", ALL_THE_TIME, script(RawScripts::closing), "closed"),
                arguments("resets before ServerHello", ALL_THE_TIME, script(RawScripts::resetting), "closed"),
                arguments(
                        "says goodbye at once",
                        ALL_THE_TIME,
                        RawScripts.saying("\u0015\u0003\u0003\0\2\1\0"),
                        "closed"),
                arguments("half closes", ALL_THE_TIME, script(RawScripts::halfClosing), "closed"),
                arguments(
                        "closes after ServerHello",
                        ALL_THE_TIME,
                        script(RawScripts::closingAfterServerHello),
                        "closed"),
                arguments(
                        "HTTP/1 in the clear",
                        ALL_THE_TIME,
                        RawScripts.saying("HTTP/1.1 400 Bad Request\r\n\r\n"),
                        "garbage"),
                arguments("HTTP/2 in the clear", ALL_THE_TIME, RawScripts.saying("\0\0\0\4\0\0\0\0\0"), "garbage"),
                arguments("SSH", ALL_THE_TIME, RawScripts.saying("SSH-2.0-x\r\n"), "garbage"),
                arguments("noise", ALL_THE_TIME, RawScripts.saying("\u00ff\u0000\u0017 noise"), "garbage"),
                arguments(
                        "noise in a record",
                        ALL_THE_TIME,
                        RawScripts.saying("\u0016\u0003\u0003\u0000\u0005noise"),
                        "broken-tls"),
                arguments(
                        "an overlong record",
                        ALL_THE_TIME,
                        RawScripts.saying("\u0016\u0003\u0003\u00ff\u00ff"),
                        "broken-tls"),
                arguments(
                        "a chain of too many certificates",
                        ALL_THE_TIME,
                        ZTUNNEL.with(Certificates.healthy().times(11)),
                        "broken-tls"),
                arguments(
                        "a huge chain",
                        ALL_THE_TIME,
                        ZTUNNEL.with(Certificates.healthy().times(200)),
                        "broken-tls"),
                arguments("a boasting chain", ALL_THE_TIME, script(RawScripts::boasting), "broken-tls"),
                arguments("complains of the protocol", ALL_THE_TIME, ZTUNNEL.refusing(50, 50), "alert"),
                arguments("never answers", HURRIED, script(RawScripts::neverAnswering), "timed-out"),
                arguments("drips", HURRIED, script(RawScripts::dripping), "timed-out"),
                arguments(
                        "silent after the handshake",
                        HURRIED,
                        TlsScript.welcoming().then(Conversations::silent),
                        "timed-out"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void untold(String name, HandshakeTimeouts patience, Script server, String finding) throws IOException {
        HandshakeResult result = check(server, patience);

        assertThat(result.mutual()).as("%s", result).isNull();
        assertThat(ids(result)).contains(finding);
    }

    static List<Arguments> untoldByAClose() {
        return List.of(
                arguments("closes when spoken to", TlsScript.welcoming().then(Conversations::closedWhenSpokenTo)),
                arguments("speaks unasked and closes", TlsScript.welcoming().then(Conversations::unasked)),
                arguments(
                        "lets in over TLS 1.2, and closes",
                        TlsScript.welcoming().tls12().then(Conversations::closed)));
    }

    /** A server may well accept strangers and close for another reason. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void untoldByAClose(String name, Script server) throws IOException {
        HandshakeResult result = check(server, CURIOUS);

        assertThat(result.mutual()).as("%s", result).isNull();
        assertThat(result.findings()).anyMatch(finding -> finding.startsWith("closed: "));
    }

    @ParameterizedTest
    @CsvSource({
        "40, handshake_failure (40)",
        "70, protocol_version (70)",
        "116, certificate_required (116)",
        "120, no_application_protocol (120)"
    })
    void anAlertToWhomeverTellsNothing(int alert, String name) throws IOException {
        HandshakeResult result = check(RawScripts.alert(alert), ALL_THE_TIME);

        assertThat(result.mutual()).isNull();
        assertThat(result.alert()).isEqualTo(alert);
        assertThat(result.findings()).containsExactly("alert: alert " + name + " before its ServerHello");
    }

    @Test
    void aClosedPortIsAFinding() throws IOException {
        assertThat(result(ScriptedServer.closedPort(), ALL_THE_TIME).findings())
                .containsExactly("connection-refused: nothing listens on the port");
    }

    static List<Arguments> certificates() {
        Instant now = Instant.now();
        Duration day = Duration.ofHours(24);
        String spiffe = Certificates.SPIFFE;
        return List.of(
                arguments(Certificates.of(now.minus(day.multipliedBy(2)), day, spiffe), "certificate-expired", spiffe),
                arguments(Certificates.of(now.plusSeconds(3600), day, spiffe), "certificate-not-yet-valid", spiffe),
                arguments(
                        Certificates.of(now.minus(Duration.ofHours(23)), day, spiffe),
                        "certificate-expires-soon",
                        spiffe),
                arguments(Certificates.holding(), "no-spiffe-id", null),
                arguments(Certificates.holding("https://example.org/"), "no-spiffe-id", null),
                arguments(Certificates.holding("spiffe://cluster.local"), "no-spiffe-id", null),
                arguments(Certificates.holding("spiffe://a/ns/b\u001b[31m"), "certificate-unreadable", null),
                arguments(Certificates.holding("spiffe://" + "a".repeat(700) + "/b"), "no-spiffe-id", null),
                arguments(Certificates.holding(spiffe, "spiffe://cluster.local/ns/a/sa/b"), "several-uris", null),
                arguments(
                        Certificates.holding("spiffe://cluster.local/ns/other/sa/server"),
                        "identity-differs",
                        "spiffe://cluster.local/ns/other/sa/server"));
    }

    @ParameterizedTest
    @MethodSource
    void certificates(Certificates certificates, String finding, @Nullable String spiffe) throws IOException {
        HandshakeResult result = check(ZTUNNEL.with(certificates), ALL_THE_TIME);

        assertThat(result.mutual()).as("%s", result).isTrue();
        assertThat(result.spiffe()).isEqualTo(spiffe);
        assertThat(ids(result)).contains(finding);
    }

    private static Script script(Script script) {
        return script;
    }

    private static List<String> ids(HandshakeResult result) {
        return result.findings().stream()
                .map(finding -> finding.substring(0, finding.indexOf(':')))
                .toList();
    }

    private static HandshakeResult check(Script script, HandshakeTimeouts patience) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(script)) {
            return result(server.address(), patience);
        }
    }

    private static HandshakeResult result(InetSocketAddress server, HandshakeTimeouts patience) {
        return new HandshakeCheck(patience, InstantSource.system(), MeshRoots.NONE)
                .check(new Target("a", server, Certificates.SPIFFE));
    }
}
