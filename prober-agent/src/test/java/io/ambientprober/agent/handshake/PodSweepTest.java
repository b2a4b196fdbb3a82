package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.agent.handshake.ScriptedServer.Script;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against servers that do what a script says, many at once. */
@Timeout(120)
class PodSweepTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final SweepPace PATIENT = pace(Duration.ofSeconds(20));
    private static final SweepPace HURRIED = pace(Duration.ofMillis(300));

    private static final TestAuthority MESH = TestAuthority.root("cluster.local");
    private static final Certificates OWN = MESH.issue();
    private static final TlsScript ZTUNNEL =
            TlsScript.welcoming().refusing(116, 48).with(OWN);

    private final List<ScriptedServer> servers = new ArrayList<>();

    private static SweepPace pace(Duration connection) {
        return new SweepPace(new HandshakeTimeouts(connection, AT_ONCE), AT_ONCE, 4, Duration.ofMillis(20));
    }

    @AfterEach
    void close() throws IOException {
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    private SweepOrder.Target pod(String name, Script script) {
        ScriptedServer server = ScriptedServer.playing(script);
        servers.add(server);
        return pod(name, server.address());
    }

    private static SweepOrder.Target pod(String name, InetSocketAddress address) {
        IpAddress ip = IpAddress.parse(address.getAddress().getHostAddress());
        return new SweepOrder.Target(new PodName("mesh", name), ip, address.getPort());
    }

    private static List<Swept> sweep(SweepPace pace, Duration time, List<SweepOrder.Target> pods)
            throws InterruptedException {
        return new PodSweep(MESH.roots(), InstantSource.system(), pace)
                .call(new TimedSweep(new SweepOrder(pods, ""), time));
    }

    private static Swept swept(SweepPace pace, SweepOrder.Target pod) throws InterruptedException {
        return sweep(pace, LONG.multipliedBy(2), List.of(pod)).getFirst();
    }

    @Test
    void whatZtunnelDoesIsSaidWhole() throws InterruptedException {
        Instant before = Instant.now();
        Swept swept = swept(PATIENT, pod("a", ZTUNNEL));
        HandshakeResult seen = swept.handshake();

        assertThat(swept.answer()).isEqualTo(Answer.TLS);
        assertThat(swept.at()).isBetween(before, Instant.now());
        assertThat(seen.name()).isEqualTo("mesh/a");
        assertThat(seen.mutual()).isTrue();
        assertThat(seen.authority()).isEqualTo(Authority.MESH);
        assertThat(seen.spiffe()).isEqualTo(Certificates.SPIFFE);
        assertThat(Duration.between(Objects.requireNonNull(swept.notBefore()), Objects.requireNonNull(seen.notAfter())))
                .isEqualTo(Duration.ofHours(24).plusMinutes(1));
        assertThat(seen.findings()).hasSize(2);
    }

    static List<Arguments> ports() {
        return List.of(
                arguments("lets everybody in", TlsScript.welcoming().with(OWN), Answer.TLS, false),
                arguments(
                        "asks for no certificate",
                        TlsScript.welcoming().with(OWN).withoutRequest(),
                        Answer.TLS,
                        false),
                arguments("refuses over TLS 1.2", ZTUNNEL.refusing(40, 42).tls12(), Answer.TLS, true),
                arguments("HTTP in the clear", RawScripts.saying("HTTP/1.1 400 Bad\r\n\r\n"), Answer.NOT_TLS, null),
                arguments("complains of the version", RawScripts.alert(70), Answer.TLS, null),
                arguments("closes", (Script) RawScripts::closing, Answer.NONE, null),
                arguments("resets", (Script) RawScripts::resetting, Answer.NONE, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ports(String what, Script script, Answer answer, @Nullable Boolean mutual) throws InterruptedException {
        Swept swept = swept(pace(Duration.ofSeconds(5)), pod("a", script));

        assertThat(swept.answer()).as("%s", swept).isEqualTo(answer);
        assertThat(swept.handshake().mutual()).as("%s", swept).isEqualTo(mutual);
        assertThat(swept.handshake().findings()).isNotEmpty();
    }

    @Test
    void whoDoesNotAnswerIsAskedTwice() throws InterruptedException, IOException {
        AtomicInteger connections = new AtomicInteger();
        Swept silent = swept(HURRIED, pod("a", socket -> {
            connections.incrementAndGet();
            RawScripts.neverAnswering(socket);
        }));

        assertThat(silent.answer()).isEqualTo(Answer.NONE);
        assertThat(connections).hasValue(2);
        assertThat(swept(HURRIED, pod("b", ScriptedServer.closedPort())).answer())
                .isEqualTo(Answer.NONE);
    }

    @Test
    void whoAnswersTheSecondTimeAnswers() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        Swept late = swept(PATIENT, pod("a", socket -> {
            if (connections.getAndIncrement() > 0) {
                ZTUNNEL.play(socket);
            }
        }));

        assertThat(late.answer()).isEqualTo(Answer.TLS);
        assertThat(late.handshake().mutual()).isTrue();
    }

    /** Only once did it not answer. */
    @Test
    void whoFallsSilentWasSeen() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        Swept gone = swept(PATIENT, pod("a", socket -> {
            if (connections.getAndIncrement() < 2) {
                RawScripts.alert(80).play(socket);
            }
        }));

        assertThat(gone.answer()).isEqualTo(Answer.TLS);
        assertThat(gone.handshake().mutual()).isNull();
    }

    @Test
    void aNodeWithoutARouteSaysNothingOfThePod() throws InterruptedException {
        Swept nowhere =
                swept(HURRIED, pod("a", new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 15008)));

        assertThat(nowhere.answer()).as("%s", nowhere).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void slowPodsStarveNobody() throws InterruptedException {
        List<SweepOrder.Target> pods = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pods.add(pod("slow-" + i, RawScripts::neverAnswering));
        }
        pods.add(pod("healthy", ZTUNNEL));
        // One after the other they would take 20 s, 4 at a time.
        SweepPace pace = pace(Duration.ofSeconds(1));

        List<Swept> swept = sweep(pace, Duration.ofSeconds(10), pods);

        assertThat(swept)
                .hasSize(41)
                .filteredOn(pod -> pod.answer() == Answer.TLS)
                .hasSize(1);
    }

    @Test
    void nothingIsSaidOfPodsForWhichThereWasNoTime() throws InterruptedException, IOException {
        SweepOrder.Target healthy = pod("healthy", ZTUNNEL);
        SweepOrder.Target closed = pod("closed", ScriptedServer.closedPort());
        SweepPace pace = new SweepPace(HURRIED.patience(), LONG, 4, LONG);

        assertThat(sweep(PATIENT, Duration.ofSeconds(5), List.of(healthy))).isEmpty();
        assertThat(sweep(pace, Duration.ofSeconds(5), List.of(closed))).isEmpty();
    }
}
