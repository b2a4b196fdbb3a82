package io.ambientprober.lab.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a port of loopback, and counts who comes. */
final class CountingRelay implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket server;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();

    private CountingRelay(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static CountingRelay to(int target) throws IOException {
        CountingRelay relay = new CountingRelay(new ServerSocket(0, 50, LOOPBACK), target);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket from = server.accept();
                connections.incrementAndGet();
                Socket to = new Socket(LOOPBACK, target);
                Thread.ofVirtual().start(() -> copy(from, to));
                Thread.ofVirtual().start(() -> copy(to, from));
            }
        } catch (IOException e) {
            // Closed at the end of the test.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
