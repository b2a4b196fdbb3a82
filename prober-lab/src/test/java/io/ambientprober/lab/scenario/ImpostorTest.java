package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody on the network of one node takes every port that an agent could have, and answers on all of them. */
@Tag("root")
@Timeout(180)
class ImpostorTest {
    private static final int FIRST = 20_000;
    private static final int PORTS = 16;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void spoilsItsOwnNodeOnly() throws Exception {
        List<String> notes = new CopyOnWriteArrayList<>();
        Report report;
        try (Lab lab = Lab.open(Jvms.withoutCaches());
                Impostor impostor = Impostor.on(lab.network().node("node-2").netns())) {
            ScenarioRunner runner = new ScenarioRunner(lab, null, event -> notes.add(event.toString()), LabSite::new);
            report = runner.run(Scenarios.ALL.getFirst()).report();
            assertThat(impostor.ports()).isEqualTo(PORTS);
        }

        assertThat(report.paths())
                .isNotEmpty()
                .extracting(Report.PathReport::verdict)
                .allSatisfy(path -> {
                    boolean touched = path.path().client().node().equals("node-2")
                            || path.path().server().node().equals("node-2");
                    assertThat(encryption(path))
                            .as(path.path().name())
                            .isIn(touched ? List.of(Verdict.INCONCLUSIVE, Verdict.EXPECTED) : List.of(Verdict.PASS));
                });
        assertThat(report.paths())
                .extracting(path -> encryption(path.verdict()))
                .contains(Verdict.INCONCLUSIVE);
        assertThat(notes).anyMatch(note -> note.contains("node node-2 has no agent: ") && note.contains("in use"));
    }

    private static Verdict encryption(PathVerdict path) {
        return path.encryption().verdict();
    }

    /** Listens on all ports that the kernel would choose. */
    private record Impostor(List<ServerSocket> sockets) implements AutoCloseable {
        static Impostor on(Netns node) throws IOException {
            node.inside(() -> Files.writeString(
                    Path.of("/proc/sys/net/ipv4/ip_local_port_range"), FIRST + " " + (FIRST + PORTS - 1)));
            List<ServerSocket> sockets = new ArrayList<>();
            for (int port = FIRST; port < FIRST + PORTS; port++) {
                ServerSocket socket = node.inside(ServerSocketChannel::open).socket();
                socket.bind(new InetSocketAddress(LOOPBACK, port));
                sockets.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            }
            return new Impostor(sockets);
        }

        int ports() {
            return sockets.size();
        }

        private static void answer(ServerSocket listening) {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    socket.getInputStream().read(new byte[10_000]);
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // it goes on with the next
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
