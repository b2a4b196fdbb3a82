package io.ambientprober.agent.canary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nothing and whose queue is full: further SYNs get no answer. */
final class FullListener implements AutoCloseable {
    private final ServerSocket server;
    private final List<SocketChannel> waiting = new ArrayList<>();

    private FullListener(ServerSocket server) {
        this.server = server;
    }

    static FullListener open() throws IOException {
        FullListener full = new FullListener(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        // a queue of 1 holds 2 (Linux, sk_acceptq_is_full)
        for (int i = 0; i < 2; i++) {
            full.waiting.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.port())));
        }
        return full;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        server.close();
    }
}
