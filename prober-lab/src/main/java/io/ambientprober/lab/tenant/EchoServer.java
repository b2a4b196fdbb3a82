package io.ambientprober.lab.tenant;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.Undo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;

/** An application that sends back what it gets, in a pod, on the port of each {@link Speech}. */
public final class EchoServer {
    /** Of an exchange, each way. */
    static final int BYTES = 16_384;

    /** For a peer that has gone without a word. */
    private static final int SILENCE_MILLIS = 5_000;

    private EchoServer() {}

    /** @param undo ends it */
    public static void start(Netns pod, Undo undo) throws IOException {
        for (Speech speech : Speech.values()) {
            ServerSocketChannel listener = pod.inside(ServerSocketChannel::open);
            undo.add(listener::close);
            listener.bind(new InetSocketAddress(speech.port()));
            Thread.ofVirtual().name("server").start(() -> serve(listener, speech));
        }
    }

    private static void serve(ServerSocketChannel listener, Speech speech) {
        while (listener.isOpen()) {
            try {
                Socket accepted = listener.accept().socket();
                Thread.ofVirtual().name("echo").start(() -> echo(accepted, speech));
            } catch (IOException e) {
                // Closed; anything else would be met again by the next accept, or not.
            }
        }
    }

    private static void echo(Socket accepted, Speech speech) {
        try (accepted;
                Socket client = speech.server(accepted)) {
            accepted.setSoTimeout(SILENCE_MILLIS);
            client.getOutputStream().write(client.getInputStream().readNBytes(BYTES));
        } catch (IOException e) {
            // The client learns of it by itself.
        }
    }
}
