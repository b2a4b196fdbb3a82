package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.testnet.Controller;
import io.ambientprober.api.AgentApi;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                "{                              | the order",
                "[]                             | the order",
                "{}                             | /plan",
                "{\"plan\":{}}                 | /plan/version",
                "{\"plan\":{\"version\":2}}  | /plan/version",
                "{\"plan\":{\"version\":1}}  | /plan/run",
                "''                             | the order"
            })
    void saysWhatIsWrongWithAnOrder(String body, String complaint) throws Exception {
        HttpResponse<String> answer =
                controller.send(controller.request(AgentApi.ARM).POST(BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(complaint);
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
                controller.request(AgentApi.ARM).POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("a body has at most 1048576 bytes");
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

    private static final String GOES_ON = new String(SweepAnswerJson.goesOn(), StandardCharsets.UTF_8);

    private static byte[] sweepOf(InetSocketAddress pod, String roots) {
        Target target = new Target(
                new PodName("mesh", "a"), IpAddress.parse(pod.getAddress().getHostAddress()), pod.getPort());
        return SweepOrderJson.bytes(new TimedSweep(new SweepOrder(List.of(target), roots), TimedSweep.LONGEST));
    }

    private HttpRequest.Builder sweep(byte[] order) {
        return controller.request(AgentApi.SWEEP).POST(BodyPublishers.ofByteArray(order));
    }

    @ParameterizedTest
    @CsvSource({"{}, the sweep: /timeMillis: is missing", "garbage, the sweep: line 1"})
    void sweepsNothingThatIsNoOrder(String order, String complaint) throws Exception {
        HttpResponse<String> answer = controller.send(sweep(order.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"" + complaint);
    }

    @Test
    void sweepsForNoRootsThatAreNone() throws Exception {
        HttpResponse<String> answer =
                controller.send(sweep(sweepOf(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "garbage")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"roots: no certificates in PEM\"}");
    }

    @Test
    void isThereForOthersWhileItSweeps() throws Exception {
        try (ServerSocket pod = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            byte[] order = sweepOf((InetSocketAddress) pod.getLocalSocketAddress(), "");
            assertThat(controller.send(sweep(order)).body()).isEqualTo(GOES_ON);
            try (Socket asked = pod.accept()) {
                assertThat(controller.send(controller.request(AgentApi.STATUS)).statusCode())
                        .isEqualTo(200);
                assertThat(controller.send(sweep(order)).body())
                        .as("the same order")
                        .isEqualTo(GOES_ON);
                assertThat(controller
                                .send(sweep(sweepOf(new InetSocketAddress(pod.getInetAddress(), 1), "")))
                                .body())
                        .as("another order")
                        .isEqualTo("{\"error\":\"a sweep is under way\"}");
                assertThat(swept()).isEqualTo(GOES_ON);
                assertThat(asked.isConnected()).isTrue();
            }
            await().untilAsserted(() -> assertThat(swept()).contains("\"answer\":\"none\"", "\"name\":\"mesh/a\""));
        }
        controller.send(
                sweep(SweepOrderJson.bytes(new TimedSweep(new SweepOrder(List.of(), ""), Duration.ofMillis(1)))));
        await().untilAsserted(() -> assertThat(swept()).isEqualTo("{\"pods\":[]}"));
    }

    private String swept() throws Exception {
        return controller.send(controller.request(AgentApi.SWEPT)).body();
    }

    @Test
    void knowsOfNoSweepThatNobodyOrdered() throws Exception {
        assertThat(swept()).isEqualTo("{\"error\":\"no sweep was ordered\"}");
    }
}
