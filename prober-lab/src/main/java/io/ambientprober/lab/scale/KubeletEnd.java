package io.ambientprober.lab.scale;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;

/** The kubelet's end of a port-forward (kubernetes, pkg/kubelet/cri/streaming/portforward: v4.channel.k8s.io). */
record KubeletEnd(ServerWebSocket socket, NetSocket stream) {
    private static final byte DATA = 0;
    private static final byte ERROR = 1;
    /** As much as Go's {@code io.Copy} takes at a time. */
    private static final int COPIED = 32 << 10;

    void begin(int port, Runnable ended) {
        for (byte channel : new byte[] {DATA, ERROR}) {
            socket.writeBinaryMessage(Buffer.buffer(new byte[] {channel, (byte) port, (byte) (port >>> Byte.SIZE)}));
        }
        socket.binaryMessageHandler(frame -> stream.write(frame.slice(1, frame.length())));
        socket.closeHandler(_ -> stream.close());
        stream.handler(bytes -> {
            for (int at = 0; at < bytes.length(); at += COPIED) {
                int part = Math.min(COPIED, bytes.length() - at);
                socket.writeBinaryMessage(
                        Buffer.buffer(part + 1).appendByte(DATA).appendBuffer(bytes, at, part));
            }
        });
        stream.closeHandler(_ -> {
            ended.run();
            socket.close();
        });
        socket.resume();
    }
}
