package io.ambientprober.lab.scale;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/**
 * How a kubelet sends on a port-forward (kubernetes, pkg/kubelet/cri/streaming/portforward: v4.channel.k8s.io): two channels for each port, of data and
 * of errors.
 */
record PortChannels(ServerWebSocket socket) {
    private static final int CHANNELS = 2;
    /** As much as Go's {@code io.Copy} takes at a time. */
    private static final int COPIED = 32 << 10;

    /** Each channel begins with the number of its port. */
    void announce(List<Integer> ports) {
        for (int channel = 0; channel < CHANNELS * ports.size(); channel++) {
            int port = ports.get(channel / CHANNELS);
            socket.writeBinaryMessage(
                    Buffer.buffer(new byte[] {(byte) channel, (byte) port, (byte) (port >>> Byte.SIZE)}));
        }
    }

    /** That of a frame that came. */
    static byte channel(Buffer frame) {
        return frame.getByte(0);
    }

    /** The port that a channel belongs to. */
    static int port(List<Integer> ports, byte channel) {
        return ports.get(channel / CHANNELS);
    }

    /**
     * Sends a piece of what begins at a place.
     *
     * @return where the next one begins
     */
    int send(byte channel, Buffer bytes, int at) {
        int part = Math.min(COPIED, bytes.length() - at);
        socket.writeBinaryMessage(Buffer.buffer(part + 1).appendByte(channel).appendBuffer(bytes, at, part));
        return at + part;
    }
}
