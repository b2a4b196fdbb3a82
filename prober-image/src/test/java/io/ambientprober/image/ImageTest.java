package io.ambientprober.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.canary.PathId;
import io.ambientprober.image.ProberContainer.Ending;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.BindMode;

/** {@code scripts/test-image} builds the image and brings a Docker engine. */
@Tag("docker")
class ImageTest {
    private static final String RUN = "7Z3K9QWM2TXB";

    /** An address of the loopback device that nothing else of the machine talks to. */
    private static final String SERVER = "127.93.15.8";

    private static final Path MANIFESTS =
            Path.of("..", "manifests").toAbsolutePath().normalize();

    private static final int OK = 0;
    private static final int INTERNAL = 70;
    private static final long UNPRIVILEGED = 65532;

    private final Credentials controller = Credentials.create();

    @ParameterizedTest
    @ValueSource(strings = {"ring", "pcap"})
    void agentCapturesCanariesWithNetRawAlone(String engine) throws Exception {
        try (ProberContainer server = server();
                ProberContainer agent = agent("--engine", engine).asRoot().mayCapture()) {
            String serverPort = server.startAndRead("listens on (\\d+) \\(open\\)");
            Api body = new Api(
                    controller,
                    Announcement.parse(server.getLogs().lines().findFirst().orElseThrow()));
            Api api = new Api(controller, Announcement.parse(agent.startAndRead("(ambient-prober .* port .*)")));
            api.call("POST", "arm", BodyPublishers.ofString(order(serverPort)));

            String outcome = body.call("POST", "orders/one", BodyPublishers.ofByteArray(canaries(serverPort)));
            String stopped = api.call("POST", "stop", BodyPublishers.noBody());
            String evidence = api.call("GET", "evidence", BodyPublishers.noBody());

            assertThat(outcome).contains("\"delivered\":4");
            assertThat(stopped).contains("\"state\":\"stopped\"", "\"kernelDropped\":0");
            assertThat(evidence).contains("AP1-" + RUN + "-0001-00000003C", "AP1-" + RUN + "-0001-00000003S");
        }
    }

    @Test
    void agentWithoutNetRawSaysWhatIsMissingAndEnds() {
        try (ProberContainer agent = agent().asRoot()) {
            Ending ending = agent.run();

            assertThat(ending.log()).contains("no permission to capture").contains("NET_RAW");
            assertThat(ending.log()).doesNotContain("\tat ");
            assertThat(ending.exitCode()).isEqualTo(INTERNAL);
        }
    }

    @Test
    void capabilityIsNoUseToAnotherUserThanRoot() {
        try (ProberContainer agent = agent().mayCapture()) {
            assertThat(agent.run().exitCode()).isEqualTo(INTERNAL);
        }
    }

    @Test
    void imageRunsAsAnUnprivilegedUserUnlessToldOtherwise() {
        try (ProberContainer server = server()) {
            server.startAndRead("listens on (\\d+)");
            assertThat(owner(server)).isEqualTo(UNPRIVILEGED);
        }
    }

    @Test
    void operatorsCommandReadsTheConfigurationOfTheManifests() {
        String config = "/etc/ambient-prober/run.yaml";
        try (ProberContainer prober = new ProberContainer("prober", "run", "--config", config, "--print-images")
                .withFileSystemBind(MANIFESTS.resolve("base/run.yaml").toString(), config, BindMode.READ_ONLY)) {
            Ending ending = prober.run();

            assertThat(ending.log()).startsWith("ambient-prober:");
            assertThat(ending.exitCode()).isEqualTo(OK);
        }
    }

    private ProberContainer server() {
        return new ProberContainer(
                "prober-agent",
                "canary",
                "--controller-sha256",
                controller.fingerprint().hex(),
                "--open-port",
                "0",
                "--denied-port",
                "0",
                "--identity-port",
                "0");
    }

    private ProberContainer agent(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "prober-agent",
                "serve",
                "--controller-sha256",
                controller.fingerprint().hex()));
        command.addAll(List.of(more));
        return new ProberContainer(command.toArray(String[]::new));
    }

    private static byte[] canaries(String port) {
        return OrderJson.bytes(new CanaryOrder(
                RUN,
                new PathId(1),
                IpAddress.parse(SERVER),
                Integer.parseInt(port),
                null,
                new Canary(4, 16_384, 16_384),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10)));
    }

    private static String order(String port) {
        return """
                {"plan": {"version": 1, "run": "%s", "hbonePort": 15008, "policies": false, "taps": [],
                 "paths": [{"id": "0001", "name": "control", "expect": "plaintext",
                   "client": {"namespace": "a", "pod": "client", "node": "n", "ips": ["127.93.15.7"], "enrolled": false},
                   "server": {"namespace": "b", "pod": "server", "node": "n", "ips": ["%s"], "port": %s, "enrolled": false},
                   "service": null, "waypoint": null, "outcome": null,
                   "canary": {"connections": 4, "requestBytes": 16384, "responseBytes": 16384}}]},
                 "ends": []}
                """.formatted(RUN, SERVER, port);
    }

    /** Of the first process, as the host's kernel sees it. */
    private static long owner(ProberContainer container) {
        Long process = container.getCurrentContainerInfo().getState().getPidLong();
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/" + process), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The agent's, see {@code AgentApi}, or the one for orders. */
    private record Api(Credentials controller, Announcement agent) {
        String call(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + agent.port() + "/v1/" + path))
                    .method(method, body)
                    .build();
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(controller.trustingOnly(agent.fingerprint()))
                    .build()) {
                // One byte, one character: evidence is not text.
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return answer.body();
            }
        }
    }
}
