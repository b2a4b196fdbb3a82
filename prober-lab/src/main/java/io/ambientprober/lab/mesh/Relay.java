package io.ambientprober.lab.mesh;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One end of a connection through the proxy. What arrives at one end leaves at the other, until either ends. */
final class Relay {
    /** ztunnel writes HTTP/2 DATA in chunks of this size, so that is how large records on the wire are. */
    private static final int CHUNK = 1024;

    private final NetSocket socket;
    private boolean ended;

    private Relay(NetSocket socket) {
        this.socket = socket;
    }

    static void join(NetSocket one, NetSocket other) {
        Relay left = new Relay(one);
        Relay right = new Relay(other);
        left.pumpTo(right);
        right.pumpTo(left);
        one.resume();
        other.resume();
    }

    private void pumpTo(Relay other) {
        socket.handler(buffer -> {
            socket.pause();
            other.write(buffer, 0).onSuccess(done -> socket.resume()).onFailure(e -> end());
        });
        socket.endHandler(end -> other.end());
        socket.exceptionHandler(e -> other.end());
    }

    /** One chunk after the other: two that wait together would be sent as one frame. */
    private Future<Void> write(Buffer buffer, int from) {
        if (ended) {
            return Future.failedFuture("ended");
        }
        int end = Math.min(from + CHUNK, buffer.length());
        Future<Void> written = socket.write(buffer.slice(from, end));
        return end == buffer.length() ? written : written.compose(done -> write(buffer, end));
    }

    private void end() {
        if (!ended) {
            ended = true;
            socket.end();
        }
    }
}
