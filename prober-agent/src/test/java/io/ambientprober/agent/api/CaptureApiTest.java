package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.testnet.AgentProcess;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.api.Observations;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.Plan;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.Connector;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.Token;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Controller and agent together, on the loopback device's own addresses. */
@Tag("root")
final class CaptureApiTest {
    private static final String SERVER = "127.77.0.2";
    private static final Plan PLAN = Plans.plan("127.77.0.1", SERVER);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    private final Credentials controller = Credentials.create();

    private ApiServer serve(Duration lease) throws IOException {
        return ApiServer.start(new ApiServer.Settings(
                Plans.NODE,
                Credentials.create(),
                controller.fingerprint(),
                CaptureOptions.usual(Engine.AUTO),
                Files.createDirectories(folder.resolve("evidence")),
                lease,
                Duration.ofSeconds(5)));
    }

    private HttpAgent connect(ApiServer server) throws SiteException {
        return connect(server.announcement());
    }

    private HttpAgent connect(Announcement announced) throws SiteException {
        return HttpAgent.connect(Plans.NODE, Connector.toLoopback(announced.port()), announced, controller);
    }

    private AgentProcess agent(String... prefix) throws IOException {
        return AgentProcess.start(
                List.of(prefix),
                "serve",
                "--controller-sha256",
                controller.fingerprint().hex());
    }

    private static Announcement announced(AgentProcess process) {
        await().atMost(TIMEOUT).until(() -> process.said().contains("\n") || !process.isAlive());
        return Announcement.parse(process.said().lines().findFirst().orElse(""));
    }

    private static void sendInClear(int path) throws IOException {
        byte[] token = new Token(Plans.RUN, path, 0, Direction.CLIENT_TO_SERVER).bytes();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.77.0.1", 0))) {
            socket.send(new DatagramPacket(token, token.length, new InetSocketAddress(SERVER, 9)));
        }
    }

    @Test
    void anAgentThatCannotAnnounceItselfEndsSo() throws Exception {
        try (AgentProcess agent = agent("sh", "-c", "exec \"$@\" >/dev/full", "sh")) {
            assertThat(agent.exitCode()).as(agent.said()).isEqualTo(70);
            assertThat(agent.said()).isEqualTo("prober-agent: cannot write to the standard output where it listens\n");
        }
    }

    @Test
    void anAgentSaysNothingButWhereItListens() throws Exception {
        try (AgentProcess agent = agent()) {
            Announcement announced = announced(agent);

            assertThat(announced.version()).isEqualTo(ThisRelease.version());
            assertThat(agent.said()).isEqualTo(announced.line() + "\n");
        }
    }

    @Test
    void anAgentWantsToKnowWhomItServes() throws Exception {
        try (AgentProcess agent = AgentProcess.start("serve", "--controller-sha256", "ABC")) {
            assertThat(agent.exitCode()).as(agent.said()).isEqualTo(64);
            assertThat(agent.said()).contains("a SHA-256 is 64 hex digits in lower case");
        }
    }

    @Test
    void goesThroughARun() throws Exception {
        try (ApiServer server = serve(TIMEOUT);
                HttpAgent agent = connect(server)) {
            agent.arm(Plans.order(PLAN));
            agent.arm(Plans.order(PLAN));
            sendInClear(1);
            Observations seen = agent.stop(Set.of(), TIMEOUT).observations();
            agent.evidence(folder.resolve("node-1.pcapng"), TIMEOUT);

            assertThat(seen.tap().captured()).isPositive();
            assertThat(seen.evidence().clear()).isEmpty();
            assertThat(seen.evidence().loopback())
                    .singleElement()
                    .satisfies(read -> assertThat(read.pathId()).isEqualTo("0001"));
            assertThat(agent.stop(Set.of(), TIMEOUT).observations()).isEqualTo(seen);
            try (CaptureReader reader = CaptureReader.open(folder.resolve("node-1.pcapng"))) {
                assertThat(reader.next(new Packet())).isTrue();
            }
            assertThat(folder.resolve("node-1.pcapng.part")).doesNotExist();
        }
        assertThat(folder.resolve("evidence")).isEmptyDirectory();
    }

    @Test
    void belongsToOneRunAtATime() throws Exception {
        Plan other = Plans.plan("0000000000ZZ", "127.77.0.1", SERVER, List.of());
        Plan changed = Plans.plan("127.77.0.1", "127.77.0.3");
        try (ApiServer server = serve(TIMEOUT);
                HttpAgent agent = connect(server)) {
            agent.arm(Plans.order(PLAN));

            assertThatThrownBy(() -> agent.arm(Plans.order(other)))
                    .hasMessage("the agent of node node-1 refused /v1/arm (409): armed by run ap-lppbziobxx");
            assertThatThrownBy(() -> agent.arm(Plans.order(changed))).hasMessageContaining("with another plan");
            agent.stop(Set.of(), TIMEOUT);
            assertThatThrownBy(() -> agent.arm(Plans.order(PLAN)))
                    .hasMessageContaining("the capture of run ap-lppbziobxx has ended");
            agent.arm(Plans.order(other));
            assertThat(agent.stop(Set.of(), TIMEOUT).observations().evidence().clear())
                    .isEmpty();
        }
    }

    @Test
    void givesNothingOutBeforeItIsStopped() throws Exception {
        try (ApiServer server = serve(TIMEOUT);
                HttpAgent agent = connect(server)) {
            agent.arm(Plans.order(PLAN));

            assertThatThrownBy(() -> agent.evidence(folder.resolve("early"), TIMEOUT))
                    .hasMessageContaining("(409): the capture is not stopped yet");
            assertThat(folder.resolve("early")).doesNotExist();
        }
    }

    @Test
    void endsByItselfWhenTheControllerFallsSilent() throws Exception {
        try (ApiServer server = serve(Duration.ofMillis(200))) {
            HttpAgent agent = connect(server);
            agent.arm(Plans.order(PLAN));
            agent.close();

            try (HttpAgent later = connect(server)) {
                // A status renews the lease: only a stop may ask, and not before the lease has ended.
                await().pollDelay(Duration.ofMillis(600))
                        .untilAsserted(() -> assertThatThrownBy(() -> later.stop(Set.of(), TIMEOUT))
                                .hasMessageContaining("the capture ended by itself: no call of the controller"));
                later.arm(Plans.order(Plans.plan("0000000000ZZ", "127.77.0.1", SERVER, List.of())));
            }
        }
    }

    @Test
    void isLostWhenItIsKilled() throws Exception {
        try (AgentProcess process = agent()) {
            Announcement announced = announced(process);
            int number = announced.port();
            try (HttpAgent agent = connect(announced)) {
                agent.arm(Plans.order(PLAN));
                process.kill();
                process.exitCode();

                assertThatThrownBy(() -> agent.stop(Set.of(), TIMEOUT))
                        .isInstanceOf(SiteException.class)
                        .hasMessageMatching("the agent of node node-1 does not answer: .*");
                assertThatThrownBy(() -> agent.evidence(folder.resolve("lost"), TIMEOUT))
                        .hasMessage("the agent of node node-1 does not answer: nothing listens at 127.0.0.1:" + number);
                assertThat(folder.resolve("lost")).doesNotExist();
            }
        }
    }

    @Test
    void endsWellWhenItIsToldTo() throws Exception {
        try (AgentProcess process = agent()) {
            try (HttpAgent agent = connect(announced(process))) {
                agent.arm(Plans.order(PLAN));
            }
            process.terminate();

            assertThat(process.exitCode()).as(process.said()).isZero();
        }
    }

    @Test
    void saysInOneLineThatItMayNotCapture() throws Exception {
        try (AgentProcess process = agent("setpriv", "--bounding-set=-net_raw")) {
            assertThat(process.exitCode()).as(process.said()).isEqualTo(70);
            assertThat(process.said())
                    .isEqualTo("prober-agent: no permission to capture: run as root or with the capability NET_RAW\n");
        }
    }
}
