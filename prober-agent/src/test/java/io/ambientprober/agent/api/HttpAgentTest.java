package io.ambientprober.agent.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.run.AgentApi;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller's side against agents that do not behave. */
final class HttpAgentTest {
    private static final String VERSION = answer("{\"api\":1,\"version\":\"" + AgentApi.build() + "\",\"node\":\"n\"}");

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Answers one request after the other, each on a connection of its own; the last one is left open. */
    private static Thread script(ServerSocket server, List<String> answers) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; i < answers.size(); i++) {
                    Socket socket = server.accept();
                    socket.getInputStream().read(new byte[10_000]);
                    socket.getOutputStream().write(answers.get(i).getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    if (i < answers.size() - 1) {
                        socket.close();
                    }
                }
            } catch (IOException e) {
                // the test ends
            }
        });
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int port;
        try (ServerSocket gone = listen()) {
            port = gone.getLocalPort();
        }

        assertThatThrownBy(() -> HttpAgent.connect("n", port, "t"))
                .isInstanceOf(SiteException.class)
                .hasMessage("the agent of node n does not answer: nothing listens at 127.0.0.1:" + port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"api\":2,\"version\":\"OURS\"} | OURS",
                "{\"api\":1,\"version\":\"9.9\"}  | 9.9",
                "[]                               | ?"
            })
    void talksToItsOwnVersionOnly(String body, String version) throws Exception {
        String ours = AgentApi.build();
        try (ServerSocket server = listen()) {
            script(server, List.of(answer(body.replace("OURS", ours))));

            assertThatThrownBy(() -> HttpAgent.connect("n", server.getLocalPort(), "t"))
                    .isInstanceOf(SiteException.class)
                    .hasMessage("the agent of node n is of version " + version.replace("OURS", ours) + ", this is "
                            + ours + ": use the image of this version");
        }
    }

    @Test
    void talksToAgentsOnly() throws Exception {
        try (ServerSocket server = listen()) {
            script(server, List.of(answer("hello")));

            assertThatThrownBy(() -> HttpAgent.connect("n", server.getLocalPort(), "t"))
                    .isInstanceOf(SiteException.class)
                    .hasMessageStartingWith("the agent of node n answers no JSON: ");
        }
    }

    @Test
    void waitsForNoAnswerForEver() throws Exception {
        try (ServerSocket server = listen()) {
            String begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
            script(server, List.of(VERSION, begun));
            try (HttpAgent agent = HttpAgent.connect("n", server.getLocalPort(), "t")) {
                assertThatThrownBy(() -> agent.stop(Duration.ofSeconds(1)))
                        .isInstanceOf(SiteException.class)
                        .hasMessage("the agent of node n did not answer /v1/stop within 10 s");
            }
        }
    }

    @Test
    void takesNoObservationsThatAreNotWhole() throws Exception {
        try (ServerSocket server = listen()) {
            script(server, List.of(VERSION, answer("{}"), answer("{}")));
            try (HttpAgent agent = HttpAgent.connect("n", server.getLocalPort(), "t")) {
                assertThatThrownBy(() -> agent.stop(Duration.ofSeconds(1)))
                        .isInstanceOf(SiteException.class)
                        .hasMessageStartingWith("the agent of node n answered no observations");
            }
        }
    }

    @Test
    void saysWhatTheAgentComplainedOf() throws Exception {
        String body = "{\"error\":\"nothing is armed\"}";
        String refused = "HTTP/1.1 409 Conflict\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (ServerSocket server = listen()) {
            script(server, List.of(VERSION, refused));
            try (HttpAgent agent = HttpAgent.connect("n", server.getLocalPort(), "t")) {
                assertThatThrownBy(() -> agent.stop(Duration.ofSeconds(1)))
                        .hasMessage("the agent of node n refused /v1/stop (409): nothing is armed");
            }
        }
    }
}
