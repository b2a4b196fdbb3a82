package io.ambientprober.agent.canary;

import static io.ambientprober.canary.RunKey.publicId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanaryServerTest {
    private static final String TOKEN = "AP1-7Z3K9QWM2TXB-00a1-00000000C\n";

    @SuppressWarnings("NullAway.Init") // set before each test
    private CanaryServer server;

    @BeforeEach
    void start() throws IOException {
        Map<CanaryPort, Integer> any = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        server = CanaryServer.start(new CanaryServer.Settings(any, 1 << 20, Duration.ofMillis(500), null));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String exchange(String request) throws IOException {
        return exchange(server, request);
    }

    private static String exchange(CanaryServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(CanaryPort.OPEN))) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String post(String target, String headers, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void answersTheClientInBothFamilies(String address) throws Exception {
        CanaryOutcome outcome = CanaryPlans.to(server.port(CanaryPort.OPEN))
                .policies(server.port(CanaryPort.DENIED), server.port(CanaryPort.IDENTITY))
                .at(address)
                .bytes(100_001)
                .run();

        assertThat(CanaryPlans.counted(outcome))
                .isEqualTo(new CanaryOutcome(2, 2, List.of(IpAddress.parse(address)), true, true));
        assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void answersAsManyBytesAsItIsAskedFor() throws Exception {
        String answer = exchange(
                post("/canary/00a1/00000000", "Content-Length: 64\r\nX-Canary-Response-Bytes: 40\r\n", TOKEN + TOKEN));

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("content-length: 40\r\n")
                .endsWith("\r\n\r\nAP1-7Z3K9QWM2TXB-00a1-00000000S\nAP1-7Z3K");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/canary/00a1/00000001 | 400 | the body does not begin with a client's token of this path and sequence",
                "/canary/00a2/00000000 | 400 | the body does not begin with a client's token of this path and sequence",
                "/canary/00A1/00000000 | 404 | no such canary",
                "/canary/00a1/0        | 404 | no such canary",
                "/                     | 404 | nothing here",
                "/seen                 | 404 | nothing here",
                "/healthz              | 405 | GET only"
            })
    void takesNothingButCanaries(String target, int status, String complaint) throws Exception {
        assertThat(exchange(post(target, "Content-Length: 32\r\n", TOKEN)))
                .startsWith("HTTP/1.1 " + status + " ")
                .endsWith(complaint + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 31                                  | 400 | the body is shorter than a token",
                "Content-Length: 1048577                             | 413 | the body is longer than 1048576 bytes",
                "Content-Length: 64; X-Canary-Response-Bytes: -1   | 400 | X-Canary-Response-Bytes is not a number up to 1048576",
                "Transfer-Encoding: chunked                          | 411 | Content-Length is missing",
                "Content-Length: 64                                  | 400 | the body is not one token, repeated"
            })
    void refusesWhatIsNoCanary(String headers, int status, String complaint) throws Exception {
        String body = "AP1-7Z3K9QWM2TXB-00a1-00000000C\nAP1-7Z3K9QWM2TXB-00a1-00000000S\n";
        int length = headers.contains(" 31") ? 31 : body.length();
        String sent = headers.contains("chunked") ? "0\r\n\r\n" : body.substring(0, length);

        assertThat(exchange(post("/canary/00a1/00000000", headers.replace("; ", "\r\n") + "\r\n", sent)))
                .startsWith("HTTP/1.1 " + status + " ")
                .endsWith(complaint + "\n");
    }

    @Test
    void waitsForNobodyForEver() throws Exception {
        assertThat(exchange("POST /canary/00a1/0000")).isEmpty();
        assertThat(exchange(post("/canary/00a1/00000000", "Content-Length: 64\r\n", "AP1")))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEmpty(),
                        answer -> assertThat(answer).startsWith("HTTP/1.1 408 "));
    }

    @ParameterizedTest
    @CsvSource({"7Z3K9QWM2TXB, 200", "7Z3K9QWM2TXC, 400"})
    void answersItsOwnRunOnly(String itsRun, int status) throws Exception {
        Map<CanaryPort, Integer> ports = Map.of(CanaryPort.OPEN, 0);
        CanaryServer.Settings settings =
                new CanaryServer.Settings(ports, 1 << 20, Duration.ofSeconds(20), publicId(itsRun));
        try (CanaryServer ofOneRun = CanaryServer.start(settings)) {
            String request =
                    post("/canary/00a1/00000000", "Content-Length: 32\r\nX-Canary-Response-Bytes: 1048576\r\n", TOKEN);

            assertThat(exchange(ofOneRun, request)).startsWith("HTTP/1.1 " + status + " ");
            assertThat(exchange(ofOneRun, request).length() < 300).isEqualTo(status == 400);
        }
    }

    @Test
    void strangersGiveWayToNewcomersAndNotToEachOther() throws Exception {
        Map<CanaryPort, Integer> ports = Map.of(CanaryPort.OPEN, 0);
        CanaryServer.Settings settings = new CanaryServer.Settings(ports, 1 << 20, Duration.ofMinutes(5), null);
        List<Socket> silent = new ArrayList<>();
        try (CanaryServer patient = CanaryServer.start(settings)) {
            int port = patient.port(CanaryPort.OPEN);
            Socket slow = new Socket(InetAddress.getLoopbackAddress(), port);
            silent.add(slow);
            slow.getOutputStream()
                    .write(post("/canary/00a1/00000000", "Content-Length: 64\r\n", TOKEN)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(exchange(patient, post("/", "Content-Length: 0\r\n", "")))
                    .startsWith("HTTP/1.1 404");
            for (int i = 0; i < Callers.MOST_OF_ADDRESS + 4; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            assertThat(exchange(patient, post("/canary/00a1/00000000", "Content-Length: 32\r\n", TOKEN)))
                    .startsWith("HTTP/1.1 200");
            for (Socket first : silent.subList(1, 5)) {
                first.setSoTimeout(20_000);
                assertThat(first.getInputStream().read()).isEqualTo(-1);
            }
            slow.getOutputStream().write(TOKEN.getBytes(StandardCharsets.US_ASCII));
            slow.setSoTimeout(20_000);
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** A server that lives between runs knows no run's token from a made-up one. */
    @Test
    void whoeverHoldsAllPlacesWithMadeUpTokensKeepsOutNobodyElse() throws Exception {
        Map<CanaryPort, Integer> ports = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        CanaryServer.Settings settings = new CanaryServer.Settings(ports, 1 << 20, Duration.ofMinutes(5), null);
        InetAddress flooder = InetAddress.ofLiteral("127.0.0.9");
        List<Socket> held = new ArrayList<>();
        try (CanaryServer standing = CanaryServer.start(settings)) {
            int port = standing.port(CanaryPort.OPEN);
            for (int i = 0; i < Callers.MOST + 4; i++) {
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), port, flooder, 0);
                held.add(slow);
                slow.getOutputStream()
                        .write(post("/canary/00a1/00000000", "Content-Length: 64\r\n", TOKEN)
                                .getBytes(StandardCharsets.US_ASCII));
                // Answered behind it, on the same event loop.
                assertThat(exchange(standing, post("/", "Content-Length: 0\r\n", "")))
                        .startsWith(i < Callers.MOST ? "HTTP/1.1 404" : "");
            }

            assertThat(exchange(standing, post("/canary/00a1/00000000", "Content-Length: 32\r\n", TOKEN)))
                    .startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Whom it answered is nobody's business. */
    @Test
    void tellsNobodyOfOthers() throws Exception {
        assertThat(exchange("GET /seen HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void saysThatItLives() throws Exception {
        assertThat(exchange("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nok\n");
    }

    @Test
    void saysThatAPortIsTaken() {
        int taken = server.port(CanaryPort.OPEN);
        Map<CanaryPort, Integer> ports = Map.of(CanaryPort.OPEN, taken);

        assertThatThrownBy(() ->
                        CanaryServer.start(new CanaryServer.Settings(ports, 1 << 20, Duration.ofSeconds(1), null)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on port " + taken + ": Address already in use");
    }
}
