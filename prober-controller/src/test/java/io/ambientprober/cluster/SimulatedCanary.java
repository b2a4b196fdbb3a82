package io.ambientprober.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.ambientprober.canary.Order;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** What a canary's pod is to a controller: a line in a log, a port behind a port-forward, and one answer to every order. */
final class SimulatedCanary implements AutoCloseable {
    final List<String> orders = new CopyOnWriteArrayList<>();
    /** Where they were posted. */
    final List<String> paths = new CopyOnWriteArrayList<>();

    /** Orders that are taken and left without an answer, as a connection that is cut does. */
    private final AtomicInteger cut;

    private final Credentials own = Credentials.create();
    private final HttpsServer server;

    /** @param controller the only one that it listens to */
    SimulatedCanary(Fingerprint controller, String answer, int cut) throws IOException {
        this.cut = new AtomicInteger(cut);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new Pinned(own.trustingOnly(controller)));
        server.createContext(Order.PATH, exchange -> answer(exchange, answer));
        server.start();
    }

    private void answer(HttpExchange exchange, String answer) throws IOException {
        try (exchange) {
            orders.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            paths.add(exchange.getRequestURI().getPath());
            if (cut.getAndDecrement() > 0) {
                return;
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String log() {
        return new Announcement("0.1.0", server.getAddress().getPort(), own.fingerprint()).line() + "\n";
    }

    /** The kubelet's end of a port-forward (kubernetes, pkg/kubelet/cri/streaming/portforward: v4.channel.k8s.io). */
    WebSocketListener forwarding() {
        return new Forwarding();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final class Pinned extends HttpsConfigurator {
        Pinned(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters both = getSSLContext().getDefaultSSLParameters();
            both.setNeedClientAuth(true);
            parameters.setSSLParameters(both);
        }
    }

    private final class Forwarding extends WebSocketListener {
        private static final byte DATA = 0;
        private static final byte ERROR = 1;

        private final Socket socket = new Socket();

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            try {
                socket.connect(server.getAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int port = server.getAddress().getPort();
            for (byte channel : new byte[] {DATA, ERROR}) {
                webSocket.send(new byte[] {channel, (byte) port, (byte) (port >>> 8)});
            }
            Thread.ofVirtual().start(() -> back(webSocket));
        }

        private void back(WebSocket webSocket) {
            byte[] frame = new byte[1 << 14];
            frame[0] = DATA;
            try {
                for (int n; (n = socket.getInputStream().read(frame, 1, frame.length - 1)) >= 0; ) {
                    webSocket.send(Arrays.copyOf(frame, n + 1));
                }
            } catch (IOException e) {
                // closed, by the other end or by this one
            }
            webSocket.close(1000, "");
        }

        @Override
        public void onMessage(WebSocket webSocket, byte[] frame) {
            try {
                socket.getOutputStream().write(frame, 1, frame.length - 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onClosed(WebSocket webSocket, int code, String reason) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
