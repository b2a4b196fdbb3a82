package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Token;
import io.ambientprober.wire.TokenScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client puts on the wire, and what it says of servers that do not answer as they should. */
final class CanaryClientTest {
    private static final List<IpAddress> LOOPBACK = List.of(IpAddress.parse("127.0.0.1"));
    private static final int BYTES = 1000;

    private static byte[] tokens(int sequence, Direction direction, int bytes) {
        byte[] token = new Token(CanaryPlans.RUN, CanaryPlans.PATH, sequence, direction).bytes();
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = token[i % token.length];
        }
        return body;
    }

    private static String ok(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Answers as a canary server does. */
    private static ScriptedServer.Script right() {
        return (socket, request) -> {
            String head = new String(request, StandardCharsets.ISO_8859_1);
            int sequence = Integer.parseInt(head.replaceAll("(?s)POST /canary/00a1/([0-9a-f]{8}) .*", "$1"), 16);
            ScriptedServer.answering(ok(BYTES), tokens(sequence, Direction.SERVER_TO_CLIENT, BYTES))
                    .play(socket, request);
        };
    }

    @Test
    void putsOnTheWireWhatTheContractSays() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(right())) {
            CanaryOutcome outcome = CanaryPlans.to(server.port()).run();

            assertThat(CanaryPlans.counted(outcome)).isEqualTo(new CanaryOutcome(2, 2, LOOPBACK, null, null));
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.localAddresses()).isEqualTo(LOOPBACK);
            assertThat(server.requests())
                    .extracting(request -> new String(request, StandardCharsets.US_ASCII))
                    .containsExactly(request(server.port(), 0), request(server.port(), 1));
        }
    }

    private static String request(int port, int sequence) {
        return "POST /canary/00a1/0000000%d HTTP/1.1\r\n".formatted(sequence)
                + "Host: 127.0.0.1:" + port + "\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n"
                + "AP1-7Z3K9QWM2TXB-00a1-0000000%dC\n".formatted(sequence).repeat(31)
                + "AP1-7Z3K";
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 63, 64, 16384, 16385, 100_001})
    void anyWindowOf63BytesHoldsAToken(int bytes) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.resetting())) {
            CanaryPlans.to(server.port()).bytes(bytes).run();

            byte[] request = server.requests().getFirst();
            byte[] body = Arrays.copyOfRange(request, request.length - bytes, request.length);
            TokenScanner scanner = new TokenScanner(CanaryPlans.RUN);
            for (int from = 0; from + 63 <= bytes; from++) {
                assertThat(scanner.find(body, from, from + 63)).isBetween(from, from + 31);
            }
            assertThat(scanner.find(body, 0, bytes)).isZero();
            assertThat(scanner.path()).isEqualTo(CanaryPlans.PATH);
            assertThat(scanner.direction()).isEqualTo(Direction.CLIENT_TO_SERVER);
        }
    }

    private static Stream<Arguments> troubles() {
        byte[] right = tokens(0, Direction.SERVER_TO_CLIENT, BYTES);
        byte[] wrong = tokens(0, Direction.CLIENT_TO_SERVER, BYTES);
        byte[] half = Arrays.copyOf(right, 500);
        byte[] none = new byte[0];
        return Stream.of(
                trouble("before an answer: Connection reset (ECONNRESET)", ScriptedServer.resetting()),
                trouble("before an answer: the connection was closed", ScriptedServer.answering("", none)),
                trouble("after 500 of 1000 bytes of the answer: the connection was closed", ok(BYTES), half),
                trouble("within the head of the answer: the connection was closed", "HTTP/1.1 200 OK\r\nA: b", none),
                trouble("the answer is not HTTP/1.1", "SSH-2.0-x\r\n", none),
                trouble("the answer is not HTTP/1.1", "HTTP/2 200\r\n\r\n", none),
                trouble("the answer is 403, not 200", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", none),
                trouble("the answer declares 999 bytes, not 1000", ok(999), right),
                trouble("the answer declares no length", "HTTP/1.1 200 OK\r\n\r\n", right),
                trouble("the answer is chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", right),
                trouble("more came than the 1000 bytes of the answer", ok(BYTES), Arrays.copyOf(right, BYTES + 1)),
                trouble("the answer is not the canary's token", ok(BYTES), wrong),
                trouble("the answer's head is longer", "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(4000), none));
    }

    private static Arguments trouble(String expected, String head, byte[] body) {
        return trouble(expected, ScriptedServer.answering(head, body));
    }

    private static Arguments trouble(String expected, ScriptedServer.Script script) {
        return Arguments.of(expected, script);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void saysWhyNothingWasDelivered(String expected, ScriptedServer.Script script) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            CanaryOutcome outcome = CanaryPlans.to(server.port()).run();

            assertThat(outcome.connected()).isEqualTo(2);
            assertThat(outcome.delivered()).isZero();
            assertThat(outcome.errors())
                    .anySatisfy(error -> assertThat(error)
                            .startsWith("canary to 127.0.0.1:" + server.port() + ", ")
                            .contains(expected));
        }
    }

    @Test
    void saysThatNoAnswerCame() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.silent())) {
            CanaryOutcome outcome = CanaryPlans.to(server.port()).timeout(200).run();

            assertThat(CanaryPlans.counted(outcome)).isEqualTo(new CanaryOutcome(2, 0, LOOPBACK, null, null));
            assertThat(outcome.errors())
                    .containsExactly("canary to 127.0.0.1:" + server.port()
                            + ", before an answer: nothing more within the time allowed (timeout) x2");
        }
    }

    @Test
    void saysThatItWasRefused() throws Exception {
        int port = unusedPort();

        CanaryOutcome outcome = CanaryPlans.to(port).run();

        assertThat(CanaryPlans.counted(outcome)).isEqualTo(new CanaryOutcome(0, 0, List.of(), null, null));
        assertThat(outcome.errors())
                .containsExactly("connect to 127.0.0.1:" + port + ": Connection refused (ECONNREFUSED) x2");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A listener whose queue is full answers no SYN. */
    @Test
    void saysThatTheConnectionDoesNotOpen() throws Exception {
        try (FullListener full = FullListener.open()) {
            CanaryOutcome outcome = CanaryPlans.to(full.port()).timeout(200).run();

            assertThat(CanaryPlans.counted(outcome)).isEqualTo(new CanaryOutcome(0, 0, List.of(), null, null));
            assertThat(outcome.errors())
                    .containsExactly(
                            "connect to 127.0.0.1:" + full.port() + ": no answer within the time allowed (timeout) x2");
        }
    }

    @Test
    void triesThePolicyPortsOnce() throws Exception {
        try (ScriptedServer open = ScriptedServer.start(right());
                ScriptedServer denied = ScriptedServer.start(ScriptedServer.resetting());
                ScriptedServer identity = ScriptedServer.start((socket, request) -> ScriptedServer.answering(
                                ok(BYTES), tokens(0xC0000000, Direction.SERVER_TO_CLIENT, BYTES))
                        .play(socket, request))) {
            CanaryOutcome outcome = CanaryPlans.to(open.port())
                    .policies(denied.port(), identity.port())
                    .run();

            assertThat(CanaryPlans.counted(outcome)).isEqualTo(new CanaryOutcome(2, 2, LOOPBACK, false, true));
            assertThat(denied.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(new String(request, StandardCharsets.US_ASCII))
                            .startsWith("POST /canary/00a1/80000000 "));
            assertThat(identity.requests()).hasSize(1);
        }
    }

    /** A port that answers at all was reached, whatever comes after the head. */
    @Test
    void aPolicyPortThatAnswersIsReached() throws Exception {
        try (ScriptedServer open = ScriptedServer.start(right());
                ScriptedServer cut = ScriptedServer.start(ScriptedServer.answering(ok(BYTES), new byte[0]))) {
            assertThat(CanaryPlans.counted(CanaryPlans.to(open.port())
                            .policies(cut.port(), unusedPort())
                            .run()))
                    .isEqualTo(new CanaryOutcome(2, 2, LOOPBACK, true, false));
        }
    }
}
