package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.http.BearerToken;
import io.ambientprober.run.AgentApi;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no capture. */
final class ApiServerTest {
    private static final String TOKEN = "0123456789abcdef-token";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiServer server;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        server = ApiServer.start(new ApiServer.Settings(
                "node-1",
                0,
                BearerToken.read(token),
                CaptureOptions.usual(Engine.AUTO),
                folder,
                Duration.ofSeconds(60),
                Duration.ofMillis(300)));
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> authorized(HttpRequest.Builder request) throws Exception {
        return send(request.header("Authorization", "Bearer " + TOKEN));
    }

    @Test
    void answersLivenessChecksWithoutAToken() throws Exception {
        HttpResponse<String> answer = send(request(AgentApi.HEALTH));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void saysWhoItIs() throws Exception {
        HttpResponse<String> answer = authorized(request(AgentApi.VERSION_PATH));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"api\":1,\"version\":\"" + AgentApi.build() + "\",\"node\":\"node-1\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic " + TOKEN,
                "Bearer x" + TOKEN,
                "Bearer 0123456789abcdef-toke",
                TOKEN
            })
    void refusesWhoDoesNotKnowTheToken(String authorization) throws Exception {
        HttpResponse<String> answer = send(request(AgentApi.STATUS).header("Authorization", authorization));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"the bearer token is missing or wrong\"}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void refusesARequestWithoutAToken() throws Exception {
        assertThat(send(request(AgentApi.STOP).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(401);
    }

    @Test
    void isIdleAtFirst() throws Exception {
        assertThat(authorized(request(AgentApi.STATUS)).body())
                .isEqualTo("{\"node\":\"node-1\",\"leaseSeconds\":60,\"state\":\"idle\"}");
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/stop", "GET,/v1/observations", "GET,/v1/evidence"})
    void hasNothingBeforeItWasArmed(String method, String path) throws Exception {
        HttpResponse<String> answer = authorized(request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("{\"error\":\"nothing is armed\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                     | plan: no JSON",
                "[]                    | plan",
                "{}                    | /version",
                "{\"version\":2}       | /version",
                "{\"version\":1}       | /run",
                "''                    | plan"
            })
    void saysWhatIsWrongWithAPlan(String body, String complaint) throws Exception {
        HttpResponse<String> answer = authorized(request(AgentApi.ARM).POST(BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(complaint.replace("plan: no JSON", "plan"));
    }

    @Test
    void knowsItsPathsAndTheirMethods() throws Exception {
        assertThat(authorized(request("/v1/nothing")).statusCode()).isEqualTo(404);
        HttpResponse<String> answer = authorized(request(AgentApi.ARM).GET());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
        assertThat(send(request(AgentApi.HEALTH).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }

    @Test
    void takesNoEndlessBody() throws Exception {
        HttpResponse<String> answer =
                authorized(request(AgentApi.ARM).POST(BodyPublishers.ofByteArray(new byte[(16 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("a body has at most 16777216 bytes");
    }

    @Test
    void waitsForNoBodyForEver() throws Exception {
        String answer = Raw.exchange(
                server.port(),
                "POST /v1/arm HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                        + "\r\nContent-Length: 100\r\n\r\n{",
                20_000);

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("the body did not come within");
    }

    @Test
    void waitsForNoRequestForEver() throws Exception {
        assertThat(Raw.exchange(server.port(), "GET /v1/status HTTP/1.1\r\nHost:", 20_000))
                .isEmpty();
    }

    @Test
    void listensOnTheLoopbackDeviceOnly() throws Exception {
        assertThat(NetworkInterface.networkInterfaces()
                        .filter(device -> !device.getName().equals("lo"))
                        .flatMap(device -> device.inetAddresses())
                        .filter(Inet4Address.class::isInstance))
                .allSatisfy(address -> assertThatThrownBy(() -> new Socket(address, server.port()).close())
                        .isInstanceOf(ConnectException.class));
    }

    @Test
    void saysThatItsPortIsTaken() {
        assertThatThrownBy(() -> ApiServer.start(new ApiServer.Settings(
                        "node-1",
                        server.port(),
                        BearerToken.read(folder.resolve("token")),
                        CaptureOptions.usual(Engine.AUTO),
                        folder,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.port() + ": Address already in use");
    }
}
