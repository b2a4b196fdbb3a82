package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.api.AgentApi;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.Connector;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.UnansweredException;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The controller's side against agents that do not behave. */
final class HttpAgentTest {
    private static final String STATUS = answer("{}");

    private final Credentials controller = Credentials.create();
    private final Credentials agent = Credentials.create();

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    /** Answers one request after the other. */
    private ServerSocket agent(String... answers) throws IOException {
        SSLServerSocket server = (SSLServerSocket) agent.trustingOnly(controller.fingerprint())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        script(server, List.of(answers));
        return server;
    }

    private static void script(ServerSocket server, List<String> answers) {
        Thread.ofPlatform().daemon().start(() -> {
            try (Socket socket = server.accept()) {
                for (String answer : answers) {
                    socket.getInputStream().read(new byte[10_000]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // the test ends
            }
        });
    }

    private HttpAgent connect(int port) throws SiteException {
        return connect(port, ThisRelease.version());
    }

    private HttpAgent connect(int port, String version) throws SiteException {
        return HttpAgent.connect(
                "n", Connector.toLoopback(port), new Announcement(version, port, agent.fingerprint()), controller);
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int port;
        try (ServerSocket gone = listen()) {
            port = gone.getLocalPort();
        }

        assertThatThrownBy(() -> connect(port))
                .isInstanceOf(SiteException.class)
                .hasMessage("the agent of node n does not answer: nothing listens at 127.0.0.1:" + port);
    }

    @Test
    void talksToItsOwnVersionOnly() {
        assertThatThrownBy(() -> connect(1, "9.9"))
                .isInstanceOf(SiteException.class)
                .hasMessage("the agent of node n is of version 9.9, this is " + ThisRelease.version()
                        + ": use the image of this version");
    }

    /** Whatever it would answer: it has not the agent's key. */
    @Test
    void talksToTheAgentThatWasAnnouncedOnly() throws Exception {
        Credentials impostor = Credentials.create();
        try (SSLServerSocket server = (SSLServerSocket) impostor.trustingOnly(controller.fingerprint())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            script(server, List.of(STATUS));

            assertThatThrownBy(() -> connect(server.getLocalPort()))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("what answers for the agent of node n could not prove it: certificate "
                            + impostor.fingerprint() + ", where " + agent.fingerprint() + " is expected");
        }
    }

    @Test
    void talksToNobodyInClear() throws Exception {
        try (ServerSocket server = listen()) {
            script(server, List.of(STATUS));

            assertThatThrownBy(() -> connect(server.getLocalPort()))
                    .isInstanceOf(SiteException.class)
                    .hasMessageStartingWith("what answers for the agent of node n could not prove it: ");
        }
    }

    @Test
    void waitsForNoAnswerForEver() throws Exception {
        String begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
        try (ServerSocket server = agent(STATUS, begun);
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n did not answer /v1/stop within 10 s");
        }
    }

    @Test
    void takesNoObservationsThatAreNotWhole() throws Exception {
        try (ServerSocket server = agent(STATUS, STATUS, answer("{}"));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(SiteException.class)
                    .hasMessageStartingWith("the agent of node n answered no observations");
        }
    }

    @Test
    void keepsNoMoreObservationsThanTheirBound() throws Exception {
        String large = answer("{\"evidence\":{\"node\":\"" + "x".repeat(64 << 20) + "\"}}");
        try (ServerSocket server = agent(STATUS, STATUS, large);
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n answered /v1/observations with more than 16777216 bytes");
        }
    }

    @Test
    void keepsNoMoreEvidenceThanTwiceWhatWasAskedFor(@TempDir Path folder) throws Exception {
        int most = (int) (2 * AgentApi.EVIDENCE_BYTES);
        Path file = Files.createFile(folder.resolve("evidence"));
        try (ServerSocket server = agent(STATUS, answer("x".repeat(most + 1)));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.evidence(file, Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n answered /v1/evidence with more than " + most + " bytes");
            assertThat(file).satisfies(kept -> assertThat(Files.size(kept)).isLessThanOrEqualTo(most));
        }
    }

    /** As a link that somebody laid where a capture is to be kept. */
    @Test
    void writesEvidenceThroughNoLink(@TempDir Path folder) throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("evidence"), victim);
        try (ServerSocket server = agent(STATUS, answer("packets"));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.evidence(link, Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class);
            assertThat(victim).hasContent("mine");
        }
    }

    /** That there is no room for it here is no fault of the agent's. */
    @Test
    void saysThatEvidenceCouldNotBeWritten() throws Exception {
        try (ServerSocket server = agent(STATUS, answer("packets"));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.evidence(Path.of("/dev/full"), Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("what the agent of node n answered cannot be kept: No space left on device");
        }
    }

    @Test
    void saysWhatTheAgentComplainedOf() throws Exception {
        String body = "{\"error\":\"nothing is armed\"}";
        String refused = "HTTP/1.1 409 Conflict\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (ServerSocket server = agent(STATUS, refused);
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(1)))
                    .hasMessage("the agent of node n refused /v1/stop (409): nothing is armed");
        }
    }

    /** In a cluster each connection is a port-forward, which is a request to the API server. */
    @Test
    void keepsOneConnection() throws Exception {
        try (ServerSocket server = agent(STATUS, STATUS, STATUS, STATUS);
                HttpAgent known = connect(server.getLocalPort())) {
            known.countFlows(new FlowOrder(Set.of(), 15008));
            known.countFlows(new FlowOrder(Set.of(), 15008));
            known.countFlows(new FlowOrder(Set.of(), 15008));
        }
    }

    /** An agent ends a connection on which nothing is asked for a while. */
    @Test
    void opensAnotherConnectionWhereTheOneThatItKeptHasEnded() throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) agent.trustingOnly(controller.fingerprint())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            Thread.ofPlatform().daemon().start(() -> answerOnceEach(server));
            try (HttpAgent known = connect(server.getLocalPort())) {
                known.countFlows(new FlowOrder(Set.of(), 15008));
                known.countFlows(new FlowOrder(Set.of(), 15008));
            }
        }
    }

    private static void answerOnceEach(ServerSocket server) {
        try {
            while (true) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().read(new byte[10_000]);
                    caller.getOutputStream().write(STATUS.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** As a port-forward does whose far end is away: that is not one that failed to prove that it is the agent. */
    @Test
    void aHandshakeThatIsCutIsNoAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> cut(server));

            assertThatThrownBy(() -> connect(server.getLocalPort())).isInstanceOf(UnansweredException.class);
        }
    }

    private static void cut(ServerSocket server) {
        try {
            while (true) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().readNBytes(100);
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** The second is a thousandth of what it becomes. */
    private static List<String> endless() throws IOException {
        return List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + "x".repeat(2 << 20),
                packed(" ".repeat(2 << 20), ""));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void takesNoEndlessAnswer(String endless) throws Exception {
        try (ServerSocket server = agent(STATUS, endless);
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n answered /v1/stop with more than 1048576 bytes");
            assertThat(known.node()).isEqualTo("n");
        }
    }

    /** In ISO 8859-1, whose characters are bytes. */
    private static String packed(String body, String rest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(StandardCharsets.US_ASCII));
        }
        String content = bytes.toString(StandardCharsets.ISO_8859_1) + rest;
        return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + content.length() + "\r\n\r\n"
                + content;
    }

    @Test
    void unpacksAnswersOnTheConnectionThatItKeeps() throws Exception {
        String answer = new String(SweepAnswerJson.bytes(List.of(swept("mesh/a"))), StandardCharsets.US_ASCII);
        try (ServerSocket server = agent(packed("{}", ""), packed("{}", ""), packed(answer, ""));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThat(known.sweep(SWEEP, Duration.ofSeconds(30)))
                    .containsOnly(Map.entry(new PodName("mesh", "a"), swept("mesh/a")));
        }
    }

    /** The next answer would begin there. The JDK's GZIPInputStream itself overlooks a few bytes. */
    @Test
    void takesNothingBehindWhatWasPacked() throws Exception {
        try (ServerSocket server = agent(STATUS, packed("{}", "more".repeat(1000)));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.stop(Set.of(), Duration.ofSeconds(30)))
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageStartingWith("the agent of node n does not answer: ");
        }
    }

    private static final SweepOrder SWEEP = new SweepOrder(
            List.of(new SweepOrder.Target(new PodName("mesh", "a"), IpAddress.parse("10.1.1.2"), 15008)), "");

    private static Swept swept(String pod) {
        HandshakeResult nothing = new HandshakeResult(
                pod, null, null, null, null, null, null, null, null, null, null, List.of("timed-out: x"));
        return new Swept(Instant.parse("2026-11-28T12:00:00Z"), Answer.NONE, nothing, null);
    }

    private static final String GOES_ON = answer(new String(SweepAnswerJson.goesOn(), StandardCharsets.US_ASCII));

    private static String sweptAnswer(Swept... swept) {
        return answer(new String(SweepAnswerJson.bytes(List.of(swept)), StandardCharsets.US_ASCII));
    }

    @Test
    void takesWhatASweepCameTo() throws Exception {
        try (ServerSocket server = agent(STATUS, GOES_ON, GOES_ON, sweptAnswer(swept("mesh/a")));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThat(known.sweep(new SweepOrder(List.of(), ""), Duration.ofSeconds(30)))
                    .isEmpty();
            assertThat(known.sweep(SWEEP, Duration.ofSeconds(30)))
                    .containsOnly(Map.entry(new PodName("mesh", "a"), swept("mesh/a")));
        }
    }

    /** A sweep that is asked about for ever is one that never ends. */
    @Test
    void waitsForNoSweepThatNeverEnds() throws Exception {
        try (ServerSocket server = agent(Stream.concat(
                                Stream.of(STATUS),
                                Stream.generate(() -> GOES_ON).limit(100))
                        .toArray(String[]::new));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.sweep(SWEEP, Duration.ofSeconds(1)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n did not end its sweep within 4 s");
        }
    }

    @Test
    void takesNoSweepOfOtherPods() throws Exception {
        try (ServerSocket server = agent(STATUS, GOES_ON, sweptAnswer(swept("mesh/b")));
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.sweep(SWEEP, Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n answered no sweep: "
                            + "it names a pod that was not asked, or one pod twice");
        }
    }

    @Test
    void waitsForNoSweepForEver() throws Exception {
        String begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
        try (ServerSocket server = agent(STATUS, GOES_ON, begun);
                HttpAgent known = connect(server.getLocalPort())) {
            assertThatThrownBy(() -> known.sweep(SWEEP, Duration.ofSeconds(1)))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n did not answer /v1/swept within 4 s");
        }
    }
}
