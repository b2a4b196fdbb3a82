package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.testnet.Controller;
import io.ambientprober.api.AgentApi;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no capture. */
final class ApiServerTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiServer server;

    @SuppressWarnings("NullAway.Init")
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        controller = new Controller(this::serve);
    }

    private Announcement serve(Fingerprint known) throws IOException {
        server = ApiServer.start(new ApiServer.Settings(
                "node-1",
                Credentials.create(),
                known,
                CaptureOptions.usual(Engine.AUTO),
                folder,
                Duration.ofSeconds(60),
                Duration.ofMillis(500)));
        return server.announcement();
    }

    @AfterEach
    void stop() {
        controller.close();
        server.close();
    }

    @Test
    void isIdleAtFirst() throws Exception {
        HttpResponse<String> answer = controller.send(controller.request(AgentApi.STATUS));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"node\":\"node-1\",\"leaseSeconds\":60,\"state\":\"idle\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/stop", "GET,/v1/observations", "GET,/v1/evidence"})
    void hasNothingBeforeItWasArmed(String method, String path) throws Exception {
        HttpResponse<String> answer = controller.send(controller.request(path).method(method, BodyPublishers.noBody()));

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
        HttpResponse<String> answer =
                controller.send(controller.request(AgentApi.ARM).POST(BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(complaint.replace("plan: no JSON", "plan"));
    }

    @Test
    void knowsItsPathsAndTheirMethods() throws Exception {
        assertThat(controller.send(controller.request("/v1/nothing")).statusCode())
                .isEqualTo(404);
        HttpResponse<String> answer = controller.send(controller.request(AgentApi.ARM));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("/v1/arm takes POST");
    }

    @Test
    void takesNoEndlessBody() throws Exception {
        HttpResponse<String> answer = controller.send(
                controller.request(AgentApi.ARM).POST(BodyPublishers.ofByteArray(new byte[(16 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("a body has at most 16777216 bytes");
    }

    @Test
    void listensOnTheLoopbackDeviceOnly() throws Exception {
        assertThat(NetworkInterface.networkInterfaces()
                        .filter(device -> !device.getName().equals("lo"))
                        .flatMap(device -> device.inetAddresses())
                        .filter(Inet4Address.class::isInstance))
                .allSatisfy(address -> assertThatThrownBy(() -> new Socket(address, controller.port()).close())
                        .isInstanceOf(ConnectException.class));
    }
}
