package io.ambientprober.agent.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.canary.CanaryServer;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.canary.PathId;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class InPodCommandTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Canary CANARY = new Canary(2, 1000, 1000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private CanaryServer server;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        Map<CanaryPort, Integer> any = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        server = CanaryServer.start(new CanaryServer.Settings(any, 1 << 20, LONG, null));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sends_what_its_arguments_say_and_leaves_the_outcomes() throws Exception {
        int nobody = 1;

        assertThat(run(order(1, server.port(CanaryPort.OPEN)), order(2, nobody)))
                .isZero();
        List<CanaryOutcome> outcomes =
                CanaryJson.readAll("the outcomes", Files.readAllBytes(outcome()), List.of(CANARY, CANARY));

        assertThat(outcomes.get(0).delivered()).isEqualTo(2);
        assertThat(outcomes.get(0).peers()).containsExactly(IpAddress.parse("127.0.0.1"));
        assertThat(outcomes.get(1).delivered()).isZero();
        assertThat(outcomes.get(1).errors()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "nothing", "{\"kind\":\"canaries\"}"})
    void says_in_one_line_what_it_cannot_carry_out(String order) {
        assertThat(run(order)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains("an order that cannot be carried out")
                .doesNotContain("\tat ");
        assertThat(outcome()).doesNotExist();
    }

    @Test
    void carries_out_nothing_but_canaries() {
        String handshakes = text(new HandshakeOrder(List.of("a=127.0.0.1:15008"), ""));

        assertThat(run(order(1, server.port(CanaryPort.OPEN)), handshakes)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(outcome()).doesNotExist();
    }

    private Path outcome() {
        return folder.resolve("outcome");
    }

    private int run(String... orders) {
        List<String> arguments = new ArrayList<>(Stream.of(orders).toList());
        arguments.addAll(List.of("--outcome", outcome().toString()));
        return new CommandLine(new InPodCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static String order(int path, int port) {
        return text(new CanaryOrder(
                "7Z3K9QWM2TXB", new PathId(path), IpAddress.parse("127.0.0.1"), port, null, CANARY, LONG, LONG));
    }

    private static String text(Order order) {
        return new String(OrderJson.bytes(order), StandardCharsets.UTF_8);
    }
}
