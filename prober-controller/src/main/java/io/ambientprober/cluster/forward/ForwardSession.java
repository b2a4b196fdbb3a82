package io.ambientprober.cluster.forward;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A port-forward to one or several ports of a pod: one WebSocket of the protocol {@code v4.channel.k8s.io} (kubernetes,
 * pkg/kubelet/cri/streaming/portforward), with two channels for each port, of data and of errors. The next frame is asked for when one was taken,
 * so bytes that nobody reads hold up those of the other ports.
 */
final class ForwardSession implements WebSocket.Listener {
    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final int CHANNELS = 2;

    private final List<ForwardedSocket> sockets;
    /** Each channel begins with the number of the port. */
    private int announced;

    /** @param ports how many */
    ForwardSession(int ports) {
        sockets = IntStream.range(0, ports)
                .mapToObj(port -> new ForwardedSocket((byte) (CHANNELS * port)))
                .toList();
    }

    /** One for each port, to be used once it is open. */
    List<ForwardedSocket> sockets() {
        return sockets;
    }

    void opened(WebSocket socket) {
        each(one -> one.joined(socket));
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer frame) {
        if (announced < CHANNELS * sockets.size()) {
            announced++;
            from.request();
            return;
        }
        int channel = frame.hasRemaining() ? frame.get() & 0xFF : 0;
        if (channel >= CHANNELS * sockets.size()) {
            each(socket -> socket.end("a frame came for a port that nobody asked for"));
            return;
        }
        ForwardedSocket socket = sockets.get(channel / CHANNELS);
        if (channel % CHANNELS == 0) {
            socket.take(frame);
        } else {
            socket.end(StandardCharsets.UTF_8.decode(frame).toString().strip());
        }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        each(socket -> socket.end("the API server sent text"));
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        each(socket -> socket.end(null));
        from.sendClose(1000, "");
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        String why =
                Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName());
        each(socket -> socket.end(why));
    }

    private void each(Consumer<ForwardedSocket> then) {
        sockets.forEach(then);
    }
}
