package io.ambientprober.lab.tenant;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An application that asks an {@link EchoServer} again and again, each time by a connection of its own, until it is closed. */
public final class Caller implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PATIENCE_MILLIS = 1_000;
    private static final Duration END = Duration.ofSeconds(3);
    private static final byte[] QUESTION =
            "what a tenant sends to another \n".repeat(EchoServer.BYTES / 32).getBytes(StandardCharsets.US_ASCII);

    private final Speech speech;
    private final InetSocketAddress server;
    private final Thread thread;
    private volatile boolean over;
    private volatile @Nullable SocketChannel current;

    private Caller(Netns pod, IpAddress server, Speech speech) {
        this.speech = speech;
        this.server = new InetSocketAddress(server.toString(), speech.port());
        thread = Thread.ofVirtual().name("caller").unstarted(() -> live(pod));
    }

    /** Asks from within a pod. */
    public static Caller start(Netns pod, IpAddress server, Speech speech) {
        Caller caller = new Caller(pod, server, speech);
        caller.thread.start();
        return caller;
    }

    private void live(Netns pod) {
        try {
            pod.inside(() -> {
                while (!over) {
                    ask();
                    Thread.sleep(PAUSE);
                }
                return over;
            });
        } catch (IOException e) {
            // The pod is being removed.
        }
    }

    private void ask() {
        try (SocketChannel channel = SocketChannel.open()) {
            current = channel;
            Socket socket = channel.socket();
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (!over) {
                socket.connect(server, PATIENCE_MILLIS);
                exchange(socket);
            }
        } catch (IOException e) {
            // As users do, it tries again.
        }
    }

    private void exchange(Socket connected) throws IOException {
        try (Socket socket = speech.client(connected)) {
            socket.getOutputStream().write(QUESTION);
            socket.getInputStream().readNBytes(QUESTION.length);
        }
    }

    /** Returns when it asks no more. */
    @Override
    public void close() throws IOException {
        over = true;
        SocketChannel open = current;
        if (open != null) {
            open.close();
        }
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
