package io.ambientprober.cluster;

import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A watch of the mock server that writes its events on a thread of its own. The mock's thread waits for up to 30 seconds until the server's one event
 * loop has written an event, and where the client ends the watch meanwhile, the loop waits for that thread: no request is answered until both
 * have waited in vain. Here the mock's thread only hands events over.
 */
final class MockWatch extends WebSocketListener {
    private final WebSocketListener watch;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    MockWatch(WebSocketListener watch) {
        this.watch = watch;
    }

    @Override
    public void onBeforeAccept(WebSocket socket, Response response) {
        watch.onBeforeAccept(socket, response);
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        watch.onOpen(new HandedOver(socket, writer), response);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        watch.onClosing(socket, code, reason);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        watch.onClosed(socket, code, reason);
        writer.shutdown();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable error, Response response) {
        watch.onFailure(socket, error, response);
        writer.shutdown();
    }

    private record HandedOver(WebSocket socket, ExecutorService writer) implements WebSocket {
        @Override
        public RecordedRequest request() {
            return socket.request();
        }

        @Override
        public boolean send(String text) {
            Future<?> _ = writer.submit(() -> socket.send(text));
            return true;
        }

        @Override
        public boolean send(byte[] bytes) {
            Future<?> _ = writer.submit(() -> socket.send(bytes));
            return true;
        }

        @Override
        public boolean close(int code, String reason) {
            Future<?> _ = writer.submit(() -> socket.close(code, reason));
            return true;
        }
    }
}
