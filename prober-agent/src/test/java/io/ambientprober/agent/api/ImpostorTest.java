package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.run.Connector;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on a node's loopback device who gets between controller and agent. */
final class ImpostorTest {
    /** Whether it is noticed at once or only in the end. */
    private static final String NO_ANSWER =
            "(?s)what answers for the agent of node .* could not prove it: .*|the agent of node .* (does|did) not answer.*";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path folder = Path.of("");

    private final Credentials controller = Credentials.create();

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiServer agent;

    @BeforeEach
    void start() throws IOException {
        agent = ApiServer.start(new ApiServer.Settings(
                Plans.NODE,
                Credentials.create(),
                controller.fingerprint(),
                CaptureOptions.usual(Engine.AUTO),
                folder,
                TIMEOUT,
                Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private HttpAgent connect(int port) throws SiteException {
        return HttpAgent.connect(Plans.NODE, Connector.toLoopback(port), agent.announcement(), controller);
    }

    /** It passes everything on, as a wire does, and is as wise as one. */
    @Test
    void aRelayLearnsNothingThatItCouldUse() throws Exception {
        try (Relay relay = new Relay(agent.announcement().port(), new byte[0]);
                HttpAgent known = connect(relay.port())) {
            assertThatThrownBy(() -> known.stop(Set.of(), TIMEOUT)).hasMessageContaining("(409): nothing is armed");

            assertThat(relay.heard())
                    .isNotEmpty()
                    .allSatisfy(heard -> assertThat(new String(heard, StandardCharsets.ISO_8859_1))
                            .doesNotContain("/v1/", "HTTP", "armed", Plans.NODE)
                            .doesNotContain(controller.fingerprint().hex()));
            for (byte[] heard : relay.heard()) {
                assertThat(replay(heard)).doesNotContain("HTTP");
            }
        }
    }

    /** All that the controller ever sent, sent again. */
    private String replay(byte[] heard) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), agent.announcement().port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(heard);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // reset
        }
    }

    /** It changes one byte of all that the agent answers: that is not an answer any more. */
    @Test
    void aRelayThatChangesAnAnswerIsNoticed() throws Exception {
        try (Relay relay = new Relay(agent.announcement().port(), new byte[] {1})) {
            assertThatThrownBy(() -> connect(relay.port()))
                    .isInstanceOf(SiteException.class)
                    .hasMessageMatching(NO_ANSWER);
        }
    }

    /** It answers as the agent's readiness was answered once, and whatever else it is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"ok\"}", "{\"state\":\"stopped\"}"})
    void whoeverAnswersInClearIsAskedNothing(String body) throws Exception {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (ServerSocket impostor = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(impostor, heard, body));

            assertThatThrownBy(() -> connect(impostor.getLocalPort()))
                    .isInstanceOf(SiteException.class)
                    .hasMessageMatching(NO_ANSWER);
        }
        assertThat(heard.toString(StandardCharsets.ISO_8859_1))
                .doesNotContain("/v1/")
                .doesNotContain(
                        new String(PlanFile.bytes(Plans.plan("127.0.0.1", "127.0.0.2")), StandardCharsets.ISO_8859_1));
    }

    private static void answer(ServerSocket impostor, ByteArrayOutputStream heard, String body) {
        try (Socket socket = impostor.accept()) {
            byte[] some = new byte[10_000];
            heard.write(some, 0, Math.max(0, socket.getInputStream().read(some)));
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // the test ends
        }
    }

    /** Another run's controller on the same node, or anyone who read the log: the log says who the agent is, and lets nobody in. */
    @Test
    void whoeverKnowsTheAnnouncementIsServedNothing() {
        Announcement announced = agent.announcement();

        assertThatThrownBy(() -> HttpAgent.connect(
                        Plans.NODE, Connector.toLoopback(announced.port()), announced, Credentials.create()))
                .isInstanceOf(SiteException.class);
    }

    /** Passes on what it hears, and keeps it. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket near = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        private final List<ByteArrayOutputStream> heard = new CopyOnWriteArrayList<>();
        private final int far;
        private final byte[] change;

        /** @param change is combined with the last bytes of everything that is answered */
        Relay(int far, byte[] change) throws IOException {
            this.far = far;
            this.change = change;
            Thread.ofPlatform().daemon().start(this::accept);
        }

        int port() {
            return near.getLocalPort();
        }

        List<byte[]> heard() {
            return heard.stream().map(ByteArrayOutputStream::toByteArray).toList();
        }

        private void accept() {
            try {
                while (true) {
                    Socket here = near.accept();
                    Socket there = new Socket(InetAddress.getLoopbackAddress(), far);
                    ByteArrayOutputStream said = new ByteArrayOutputStream();
                    heard.add(said);
                    Thread.ofPlatform().daemon().start(() -> copy(here, there, said, new byte[0]));
                    Thread.ofPlatform().daemon().start(() -> copy(there, here, new ByteArrayOutputStream(), change));
                }
            } catch (IOException e) {
                // the test ends
            }
        }

        private static void copy(Socket from, Socket to, ByteArrayOutputStream kept, byte[] change) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] some = new byte[10_000];
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    kept.write(some, 0, count);
                    for (int i = 0; i < change.length; i++) {
                        some[count - change.length + i] ^= change[i];
                    }
                    out.write(some, 0, count);
                    out.flush();
                }
            } catch (IOException e) {
                // one side has gone
            }
        }

        @Override
        public void close() throws IOException {
            near.close();
        }
    }
}
