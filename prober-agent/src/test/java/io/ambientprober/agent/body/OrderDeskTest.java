package io.ambientprober.agent.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.canary.CanaryServer;
import io.ambientprober.agent.testnet.Controller;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderDeskTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init") // set before each test
    private CanaryServer server;

    @SuppressWarnings("NullAway.Init")
    private OrderDesk desk;

    @SuppressWarnings("NullAway.Init")
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        Map<CanaryPort, Integer> any = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        server = CanaryServer.start(new CanaryServer.Settings(any, 1 << 20, LONG, null));
        controller = new Controller(known -> {
            desk = OrderDesk.open(known);
            return desk.announcement();
        });
    }

    @AfterEach
    void stop() {
        controller.close();
        desk.close();
        server.close();
    }

    /** Two canaries, and a try of both policy ports. */
    private String order() {
        return text(order(server.port(CanaryPort.OPEN), 2, LONG));
    }

    private CanaryOrder order(int port, int connections, Duration requestTimeout) {
        return new CanaryOrder(
                "7Z3K9QWM2TXB",
                PathId.parse("00a1"),
                IpAddress.parse("127.0.0.1"),
                port,
                new PolicyPorts(server.port(CanaryPort.DENIED), server.port(CanaryPort.IDENTITY)),
                new Canary(connections, 1000, 2000),
                LONG,
                requestTimeout);
    }

    private static String text(Order order) {
        return new String(OrderJson.bytes(order), StandardCharsets.UTF_8);
    }

    private CompletableFuture<HttpResponse<String>> post(String id, String body) {
        HttpRequest request = controller
                .request(Order.PATH + id)
                .POST(BodyPublishers.ofString(body))
                .build();
        return controller.client().sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void carriesAnOrderOutAndAnswersItsOutcome() {
        HttpResponse<String> answer = post("ap-0-00a1", order()).join();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"connected\":2,\"delivered\":2,\"peers\":[\"127.0.0.1\"],\"deniedPortReached\":true,"
                        + "\"identityPortReached\":true,\"errors\":[],");
    }

    @Test
    void whoeverAsksAgainGetsTheSameOutcome() throws IOException {
        try (SilentServer silent = new SilentServer()) {
            String slow = text(order(silent.port(), 1, Duration.ofMillis(500)));
            CompletableFuture<HttpResponse<String>> first = post("one", slow);
            await().until(() -> silent.connections() == 1);
            CompletableFuture<HttpResponse<String>> meanwhile = post("one", slow);

            String outcome = first.join().body();
            assertThat(outcome).startsWith("{\"connected\":1,\"delivered\":0,");
            assertThat(meanwhile.join().body()).isEqualTo(outcome);
            assertThat(post("one", slow).join().body()).isEqualTo(outcome);
            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void anOrderIsCarriedOutThoughItsConnectionWasCut() throws IOException {
        try (SilentServer silent = new SilentServer()) {
            String slow = text(order(silent.port(), 1, Duration.ofMillis(500)));
            CompletableFuture<HttpResponse<String>> cut = post("one", slow);
            await().until(() -> silent.connections() == 1);
            cut.cancel(true);

            assertThat(post("one", slow).join().body()).startsWith("{\"connected\":1,\"delivered\":0,");
            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void anotherOrderUnderTheSameIdIsAConflict() {
        post("one", order()).join();

        HttpResponse<String> answer =
                post("one", order().replace("00a1", "00a2")).join();

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("order one is another one already");
        assertThat(post("two", order()).join().statusCode()).isEqualTo(200);
    }

    @Test
    void asksPortsWhoTheyAre() {
        String target = "nobody=127.0.0.1:" + server.port(CanaryPort.OPEN);

        String answer = post("hands", text(new HandshakeOrder(List.of(target), "")))
                .join()
                .body();

        assertThat(answer).contains("\"name\":\"nobody\"", "garbage: not TLS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"7Z3K9QWM2TXB\" | \"7Z3K9QWM2TX\"          | run: 12 characters of",
                "\"00a1\"         | \"A1\"                   | path: four lower-case hex digits",
                "\"00a1\"         | 161                      | path: a text is missing",
                "\"127.0.0.1\"    | \"kubernetes.default\"   | target: an IP address, no name",
                ":1000,           | :31,                     | requestBytes: 32 to 16777216",
                ":1000,           | :99999999999,            | requestBytes: a whole number is missing",
                ":2000,           | :1.5,                    | responseBytes: a whole number is missing",
                "\"connections\":2 | \"connections\":0       | connections: 1 to 10000, not 0",
                "\"connections\":2 | \"connections\":20000   | connections: 1 to 10000",
                "\"port\"         | \"ports\"                | port: a whole number is missing",
                ":10000,\"deni    | :120001,\"deni           | requestTimeoutMillis: 1 to 120000",
                "canaries         | coffee                   | kind: none that is known",
                "{                | [                        | no JSON"
            })
    void saysWhatIsWrongWithAnOrder(String from, String to, String complaint) {
        HttpResponse<String> answer = post("one", order().replace(from, to)).join();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"" + complaint);
    }

    @ParameterizedTest
    @CsvSource({"%2e%2e", "a%20b", "0123456789012345678901234567890123456789012345678901234567890123456789"})
    void takesNoIdThatIsNoName(String id) {
        assertThat(post(id, order()).join().statusCode()).isEqualTo(400);
    }

    @Test
    void takesNoEndlessOrder() {
        assertThat(post("one", order() + " ".repeat(Order.MAX_BYTES)).join().statusCode())
                .isEqualTo(413);
    }

    /** Takes connections, and answers nothing. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new CopyOnWriteArrayList<>();

        SilentServer() throws IOException {
            Thread.ofVirtual().start(this::take);
        }

        private void take() {
            try {
                while (true) {
                    taken.add(socket.accept());
                }
            } catch (IOException e) {
                // closed
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        int connections() {
            return taken.size();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket each : taken) {
                each.close();
            }
        }
    }
}
