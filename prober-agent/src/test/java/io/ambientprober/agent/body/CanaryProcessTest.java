package io.ambientprober.agent.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.agent.testnet.AgentProcess;
import io.ambientprober.agent.testnet.Controller;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The command as a process: it serves and sends, and what it ends with when it cannot. */
final class CanaryProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORTS =
            Pattern.compile("canary listens on (\\d+) \\(open\\), (\\d+) \\(denied\\), (\\d+) \\(identity\\)");

    private static AgentProcess canary(List<String> prefix, Fingerprint controller, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("canary", "--controller-sha256", controller.hex()));
        words.addAll(List.of(more));
        return AgentProcess.start(prefix, words.toArray(String[]::new));
    }

    @Test
    void servesAndSends() throws Exception {
        AtomicReference<AgentProcess> started = new AtomicReference<>();
        Controller.Start start = controller -> {
            AgentProcess body =
                    canary(List.of(), controller, "--open-port", "0", "--denied-port", "0", "--identity-port", "0");
            started.set(body);
            await().atMost(PATIENCE).until(() -> body.said().contains("(identity)") || !body.isAlive());
            return Announcement.parse(body.said().lines().findFirst().orElseThrow());
        };
        try (Controller controller = new Controller(start);
                AgentProcess body = started.get()) {
            Matcher ports = PORTS.matcher(body.said());
            assertThat(ports.find()).as(body.said()).isTrue();
            CanaryOrder order = new CanaryOrder(
                    "7Z3K9QWM2TXB",
                    new PathId(1),
                    IpAddress.parse("127.0.0.1"),
                    Integer.parseInt(ports.group(1)),
                    new PolicyPorts(Integer.parseInt(ports.group(2)), Integer.parseInt(ports.group(3))),
                    new Canary(2, 1000, 2000),
                    PATIENCE,
                    PATIENCE);

            String answer = controller
                    .send(controller
                            .request(Order.PATH + "one")
                            .POST(BodyPublishers.ofByteArray(OrderJson.bytes(order))))
                    .body();

            CanaryOutcome outcome = CanaryJson.read("it", answer.getBytes(StandardCharsets.UTF_8), order.canary());
            assertThat(outcome.delivered()).as(answer).isEqualTo(2);
            assertThat(outcome.peers()).containsExactly(order.target());
            assertThat(outcome.deniedPortReached()).isTrue();
            assertThat(outcome.identityPortReached()).isTrue();
        }
    }

    @Test
    void portsOfAServerAreThree() throws Exception {
        try (AgentProcess body = canary(
                List.of(), Credentials.create().fingerprint(), "--open-port", "18080", "--denied-port", "18080")) {
            assertThat(body.exitCode()).as(body.said()).isEqualTo(64);
            assertThat(body.said()).contains("--open-port, --denied-port and --identity-port differ");
        }
    }

    @Test
    void aPlaceThatNobodyLearnsOfIsNoSuccess() throws Exception {
        List<String> full = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");
        try (AgentProcess body = canary(
                full,
                Credentials.create().fingerprint(),
                "--open-port",
                "0",
                "--denied-port",
                "0",
                "--identity-port",
                "0")) {
            assertThat(body.exitCode()).as(body.said()).isEqualTo(70);
        }
    }

    @Test
    void wrongUsageIsSaidInTwoLines() throws Exception {
        try (AgentProcess body = AgentProcess.start("canary")) {
            assertThat(body.exitCode()).isEqualTo(64);
            assertThat(body.said()).isEqualTo("""
                            prober-agent: Missing required option: '--controller-sha256=HEX'
                            Try: prober-agent canary --help
                            """);
        }
    }
}
