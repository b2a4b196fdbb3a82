package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.handshake.HandshakeResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class HandshakeCommandTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void asManyTargetsAsAreAllowedAreReportedInTheirOrder() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.playing(TlsScript.welcoming().refusing(116, 48))) {
            List<String> names = IntStream.range(0, HandshakeJson.MAX_RESULTS)
                    .mapToObj(i -> "server-of-a-node-with-a-long-name-" + i)
                    .toList();
            List<String> arguments = new ArrayList<>(List.of("--timeout", "60s"));
            names.forEach(name -> arguments.addAll(List.of("--target", target(name, server.address()))));

            byte[] json = run(arguments);

            assertThat(HandshakeJson.read(json))
                    .allSatisfy(result -> assertThat(result.mutual()).isTrue())
                    .extracting(HandshakeResult::name)
                    .isEqualTo(names);
        }
    }

    @Test
    void whatIsFoundIsNoFailureOfTheCommand() throws IOException {
        HandshakeResult result = HandshakeJson.read(run(List.of("--target", target("a", ScriptedServer.closedPort()))))
                .getFirst();

        assertThat(result.mutual()).isNull();
        assertThat(result.findings()).containsExactly("connection-refused: nothing listens on the port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--target nonsense",
                "--target a=10.1.2.2:1 --target a=10.1.2.3:1",
                "--target a=10.1.2.2:1 --timeout 0s",
                "--target a=10.1.2.2:1 --timeout 61s",
                "--target a=10.1.2.2:1 --timeout soon",
                "--target a=10.1.2.2:1 --roots nonsense",
                "--target a=10.1.2.2:1 --unknown"
            })
    void wrongUsageIsToldInOneLine(String arguments) {
        assertThat(execute(arguments.isEmpty() ? List.of() : List.of(arguments.split(" "))))
                .isEqualTo(64);
        assertThat(err.toString().lines().findFirst().orElse("")).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void tooManyTargetsAreWrongUsage() {
        List<String> arguments = IntStream.rangeClosed(0, HandshakeJson.MAX_RESULTS)
                .boxed()
                .flatMap(i -> List.of("--target", "a" + i + "=10.1.2.2:1").stream())
                .toList();

        assertThat(execute(arguments)).isEqualTo(64);
        assertThat(err.toString()).contains("1 to 32, not 33");
    }

    private byte[] run(List<String> arguments) throws IOException {
        Path out = folder.resolve("handshake.json");
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--out", out.toString()));
        assertThat(execute(all)).as("%s", err).isZero();
        return Files.readAllBytes(out);
    }

    private int execute(List<String> arguments) {
        return new CommandLine(new HandshakeCommand())
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private static String target(String name, InetSocketAddress address) {
        return name + "=127.0.0.1:" + address.getPort();
    }
}
