package io.ambientprober.lab.scale;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.List;

/** The kubelet's end of a port-forward: joins it to a connection of its own. */
record KubeletEnd(ServerWebSocket socket, NetSocket stream) {
    private static final byte DATA = 0;

    void begin(int port, Runnable ended) {
        PortChannels channels = new PortChannels(socket);
        channels.announce(List.of(port));
        socket.binaryMessageHandler(frame -> stream.write(frame.slice(1, frame.length())));
        socket.closeHandler(_ -> stream.close());
        stream.handler(bytes -> {
            for (int at = 0; at < bytes.length(); ) {
                at = channels.send(DATA, bytes, at);
            }
        });
        stream.closeHandler(_ -> {
            ended.run();
            socket.close();
        });
        socket.resume();
    }
}
