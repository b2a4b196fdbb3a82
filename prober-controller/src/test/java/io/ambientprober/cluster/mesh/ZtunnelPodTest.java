package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ambientprober.cluster.mesh.ZtunnelPod.Page;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZtunnelPodTest {
    private static final PodName CLIENT = new PodName("probe-a", "client-0001");

    private HttpServer server;
    private final AtomicReference<String> asked = new AtomicReference<>();

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, byte[] page, boolean chunked) {
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " of "
                    + exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(status, chunked ? 0 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
    }

    private ZtunnelPod pod() throws IOException {
        Map<Page, Socket> sockets = new EnumMap<>(Page.class);
        for (Page page : Page.values()) {
            sockets.put(
                    page, Connector.toLoopback(server.getAddress().getPort()).connect(Duration.ofSeconds(5)));
        }
        return new ZtunnelPod(sockets);
    }

    @Test
    void readsADump() throws IOException {
        for (boolean chunked : new boolean[] {true, false}) {
            answer(200, Files.readAllBytes(ConfigDumpTest.SAMPLE), chunked);
            try (ZtunnelPod pod = pod()) {
                ConfigDump dump = pod.read(Page.CONFIG_DUMP, page -> ConfigDump.read(page, Set.of(CLIENT)), _ -> {});

                assertThat(dump.protocols()).containsEntry(CLIENT, "HBONE");
                assertThat(asked).hasValue("GET /config_dump of 127.0.0.1");
            }
            server.removeContext("/");
        }
    }

    @Test
    void readsTheMetricsAfterIt() throws IOException {
        answer(200, new byte[1 << 20], false);
        try (ZtunnelPod pod = pod()) {
            AtomicLong counted = new AtomicLong();
            int read = pod.read(Page.CONFIG_DUMP, page -> page.readAllBytes().length, counted::addAndGet);
            int then = pod.read(Page.METRICS, page -> page.readAllBytes().length, counted::addAndGet);

            assertThat(read).isEqualTo(then).isEqualTo(1 << 20);
            assertThat(counted).hasValue(2 << 20);
            assertThat(asked).hasValue("GET /metrics of 127.0.0.1");
        }
    }

    @Test
    void saysWhatIsNoPage() throws IOException {
        answer(404, new byte[10], false);
        try (ZtunnelPod pod = pod()) {
            assertThatThrownBy(() -> pod.read(Page.METRICS, page -> 0, _ -> {})).hasMessage("answered 404");
        }
    }
}
