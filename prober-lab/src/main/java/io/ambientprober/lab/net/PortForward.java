package io.ambientprober.lab.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of this machine's loopback that leads to one of a namespace's. It is what the API server's port-forward is in a cluster, so
 * that a controller reaches an agent here as it does there, and the agent listens where it does there.
 */
public final class PortForward implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int BACKLOG = 16;

    private final Netns netns;
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private PortForward(Netns netns, InetSocketAddress target, ServerSocket listener) {
        this.netns = netns;
        this.target = target;
        this.listener = listener;
    }

    /** Forwards until it is closed, or its process ends. */
    public static PortForward to(Netns netns, int port) throws IOException {
        PortForward forward =
                new PortForward(netns, new InetSocketAddress(LOOPBACK, port), new ServerSocket(0, BACKLOG, LOOPBACK));
        Thread.ofVirtual().name("port-forward").start(forward::accept);
        return forward;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException e) {
                // Closed; anything else would be met again by the next accept, or not.
            }
        }
    }

    /** The caller learns from the end of the connection that nobody answers behind it. */
    private void join(Socket accepted) {
        try (Socket near = accepted;
                Socket far = netns.inside(SocketChannel::open).socket()) {
            far.connect(target);
            Thread back = Thread.ofVirtual().start(() -> copy(far, near));
            copy(near, far);
            back.join();
        } catch (IOException e) {
            // Both are closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(accepted);
        }
    }

    /** Ends what is under way, as an API server does that is restarted; a new call is let through. */
    void cut() {
        open.forEach(PortForward::close);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
