package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.testnet.Controller;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandingControlTest {
    private static final String ORDER = """
            {"run": "7Z3K9QWM2TXB", "path": "00a1", "target": "127.0.0.1", "port": %d, "connections": 2,
             "requestBytes": 1000, "responseBytes": 2000, "deniedPort": %d, "identityPort": null,
             "connectTimeoutMillis": 10000, "requestTimeoutMillis": 10000}""";

    @SuppressWarnings("NullAway.Init") // set before each test
    private CanaryServer server;

    @SuppressWarnings("NullAway.Init")
    private StandingControl control;

    @SuppressWarnings("NullAway.Init")
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        Map<CanaryPort, Integer> any = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        server = CanaryServer.start(new CanaryServer.Settings(any, 1 << 20, Duration.ofSeconds(10), null));
        controller = new Controller(known -> {
            control = StandingControl.start(known);
            return control.announcement();
        });
    }

    @AfterEach
    void stop() {
        controller.close();
        control.close();
        server.close();
    }

    private String order() {
        return ORDER.formatted(server.port(CanaryPort.OPEN), server.port(CanaryPort.DENIED));
    }

    private CompletableFuture<HttpResponse<String>> post(String body) {
        HttpRequest request = controller
                .request(StandingControl.CANARY)
                .POST(BodyPublishers.ofString(body))
                .build();
        return controller.client().sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void runsAPlanOnceAndAnswersItsOutcome() {
        HttpResponse<String> answer = post(order()).join();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"connected\":2,\"delivered\":2,\"peers\":[\"127.0.0.1\"],\"deniedPortReached\":true,"
                        + "\"identityPortReached\":null,\"errors\":[],");
        assertThat(post(order()).join().statusCode()).isEqualTo(200);
    }

    @Test
    void sendsOneCanaryOfAPathAtATime() throws Exception {
        try (ScriptedServer silent = ScriptedServer.start(ScriptedServer.silent())) {
            String slow = ORDER.formatted(silent.port(), silent.port()).replace("10000", "1500");
            CompletableFuture<HttpResponse<String>> first = post(slow);
            await().until(() -> !silent.requests().isEmpty());

            HttpResponse<String> second = post(order()).join();

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("a canary of path 00a1 is under way already");
            assertThat(post(order().replace("00a1", "00a2")).join().statusCode())
                    .isEqualTo(200);
            assertThat(first.join().body()).startsWith("{\"connected\":2,\"delivered\":0,");
            assertThat(post(order()).join().statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"7Z3K9QWM2TXB\" | \"7Z3K9QWM2TX\"          | run: 12 characters of",
                "\"00a1\"         | \"A1\"                   | path: four lower-case hex digits",
                "\"00a1\"         | 161                      | path: a text is missing",
                "\"127.0.0.1\"    | \"kubernetes.default\"   | target: an IP address, no name",
                ": 1000,          | : 31,                    | request-bytes: 32 to",
                ": 1000,          | : 99999999999,           | requestBytes: a number from 1 to",
                ": 2000,          | : 1.5,                   | responseBytes: a number from 1 to",
                "\"connections\": 2 | \"connections\": 0     | connections: a number from 1 to",
                "\"port\"         | \"ports\"                | port: a number from 1 to 65535 is missing",
                "10000}           | 120001}                  | requestTimeoutMillis: a number from 1 to 120000",
                "{                | [                        | no JSON"
            })
    void saysWhatIsWrongWithAnOrder(String from, String to, String complaint) {
        HttpResponse<String> answer = post(order().replace(from, to)).join();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"" + complaint);
    }

    @Test
    void takesNoEndlessOrder() {
        assertThat(post(order() + " ".repeat(20_000)).join().statusCode()).isEqualTo(413);
    }
}
