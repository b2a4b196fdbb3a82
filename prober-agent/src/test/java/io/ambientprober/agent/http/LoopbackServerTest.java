package io.ambientprober.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.testnet.Controller;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackServerTest {
    private static final int PATIENCE = 20_000;

    @TempDir
    private Path folder = Path.of("");

    private static final String LONG = "{\"pods\":[" + "\"a\",".repeat(10_000) + "\"b\"]}";

    private final AtomicInteger called = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before each test
    private LoopbackServer server;

    @SuppressWarnings("NullAway.Init")
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        controller = new Controller(this::serve);
    }

    private Announcement serve(Fingerprint caller) throws IOException {
        return serve(caller, Duration.ofMillis(500));
    }

    private Announcement serve(Fingerprint caller, Duration requestTimeout) throws IOException {
        LoopbackServer.Settings settings =
                new LoopbackServer.Settings(Credentials.create(), caller, 1000, requestTimeout, Duration.ofSeconds(30));
        Map<String, Route> routes = Map.of(
                "/echo", new Route("POST", (name, body) -> Answer.json(body)),
                "/json", new Route("GET", (name, body) -> Answer.json(LONG.getBytes(StandardCharsets.UTF_8))),
                "/file",
                        new Route(
                                "GET", (name, body) -> Answer.file(folder.resolve("file"), "application/octet-stream")),
                "/broken",
                        new Route("GET", (name, body) -> {
                            throw new IllegalStateException("it broke");
                        }));
        server = LoopbackServer.start(settings, routes, called::incrementAndGet);
        return server.announcement();
    }

    @AfterEach
    void stop() {
        controller.close();
        server.close();
    }

    private Socket stranger() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), controller.port());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private HttpResponse<String> echo(String body) throws Exception {
        return controller.send(controller.request("/echo").POST(BodyPublishers.ofString(body)));
    }

    @Test
    void servesTheOneItKnows() throws Exception {
        assertThat(echo("hello").body()).isEqualTo("hello");
        assertThat(echo("again").body()).isEqualTo("again");
        assertThat(called).hasValue(2);
    }

    /** Later handshakes go on with an earlier session, which takes more bytes. */
    @Test
    void servesSomeConnectionsAtOnce() {
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(controller
                        .client()
                        .sendAsync(
                                controller
                                        .request("/echo")
                                        .POST(BodyPublishers.ofString("hello"))
                                        .build(),
                                BodyHandlers.ofString()));
            }
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("hello"));
        }
    }

    @Test
    void sendsFilesWhole() throws Exception {
        String content = "0123456789".repeat(50_000);
        Files.writeString(folder.resolve("file"), content);

        assertThat(controller.send(controller.request("/file")).body()).isEqualTo(content);
    }

    @Test
    void packsJsonForThoseWhoTakeIt() throws Exception {
        HttpResponse<byte[]> answer = controller
                .client()
                .send(
                        controller
                                .request("/json")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body()).hasSizeLessThan(LONG.length() / 10);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(unpacked).hasContent(LONG);
        }
        assertThat(controller.send(controller.request("/json")).body()).isEqualTo(LONG);
    }

    @Test
    void saysWhatWentWrong() throws Exception {
        HttpResponse<String> answer = controller.send(controller.request("/broken"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\":\"it broke\"}");
        assertThat(controller.send(controller.request("/file")).statusCode()).isEqualTo(500);
    }

    /** It may know all that is public, the agent's certificate too. */
    @Test
    void servesNobodyElse() throws Exception {
        try (SSLSocket socket = controller.connect(Credentials.create())) {
            socket.setSoTimeout(PATIENCE);
            assertThatThrownBy(() -> {
                        socket.getOutputStream()
                                .write("GET /file HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(called).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /file HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u00ff\u00ff", ""})
    void tellsAStrangerNothing(String sent) throws Exception {
        try (Socket socket = stranger()) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));

            // At most an alert (RFC 8446, section 6), once its time is over.
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(20);
        }
        assertThat(called).hasValue(0);
    }

    /** A newcomer takes the place of the one that has been there longest. */
    @Test
    void isReachedWhileStrangersTakeAllPlaces() throws Exception {
        servePatiently();
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 10 * LoopbackServer.MOST_STRANGERS; i++) {
                strangers.add(stranger());
            }

            assertThat(controller
                            .send(controller
                                    .request("/echo")
                                    .timeout(Duration.ofMillis(PATIENCE))
                                    .POST(BodyPublishers.ofString("hello")))
                            .body())
                    .isEqualTo("hello");
            assertThat(strangers.getFirst().getInputStream().read()).isNegative();
            await().until(() -> threads() <= LoopbackServer.MOST_STRANGERS + 1);
        } finally {
            for (Socket socket : strangers) {
                socket.close();
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("caller"))
                .count();
    }

    /** The beginning of a handshake that is far longer than any: it goes at once, however long it may stay. */
    @Test
    void readsLittleOfAStranger() throws Exception {
        servePatiently();
        byte[] record = new byte[5 + LoopbackServer.MOST_BYTES_OF_STRANGERS];
        System.arraycopy(new byte[] {0x16, 3, 1, 0x40, 0, 1, 0, 0x3F, (byte) 0xFC, 3, 3}, 0, record, 0, 11);
        try (Socket socket = stranger()) {
            socket.getOutputStream().write(record);
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // It is reset, as there are bytes that nobody reads. A read that takes too long is another exception.
        }
    }

    /** For as long as nobody waits here. */
    private void servePatiently() throws IOException {
        stop();
        controller = new Controller(caller -> serve(caller, Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.0 | no request of HTTP/1.1",
                "GET http://x/ HTTP/1.1 | no request of HTTP/1.1",
                "hello | no request of HTTP/1.1",
                "POST /echo HTTP/1.1\\r\\nContent-Length: -1 | Content-Length: no number",
                "POST /echo HTTP/1.1\\r\\nTransfer-Encoding: chunked | a body in chunks is not taken",
            })
    void refusesWhatIsNoRequest(String head, String complaint) throws Exception {
        String answer = controller.raw(head.replace("\\r\\n", "\r\n") + "\r\n\r\n", PATIENCE);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("Connection: close")
                .contains(complaint);
    }

    @Test
    void readsNoEndlessHead() throws Exception {
        assertThat(controller.raw("GET /" + "x".repeat(3000), PATIENCE)).contains("a line of the head has at most");
        assertThat(controller.raw("GET /file HTTP/1.1\r\n" + "A: b\r\n".repeat(100), PATIENCE))
                .contains("a request has at most 64 header fields");
    }

    @Test
    void takesNoEndlessBody() throws Exception {
        assertThat(echo("x".repeat(1001)).statusCode()).isEqualTo(413);
        assertThat(echo("x".repeat(1000)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /file HTTP/1.1\r\nHost:", "POST /echo HTTP/1.1\r\nContent-Length: 100\r\n\r\n{"})
    void waitsForNoRequestForEver(String begun) throws Exception {
        try {
            assertThat(controller.raw(begun, PATIENCE)).isEmpty();
        } catch (IOException e) {
            // It is ended without a word.
            assertThat(e).hasMessageNotContaining("timed out");
        }
        assertThat(called).hasValue(0);
    }

    @Test
    void announcesItsPortAndItsCertificate() {
        assertThat(server.announcement().port()).isBetween(1, 0xFFFF);
        assertThat(Announcement.parse(server.announcement().line())).isEqualTo(server.announcement());
    }
}
