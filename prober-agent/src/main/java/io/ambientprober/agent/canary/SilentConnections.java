package io.ambientprober.agent.canary;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Closes connections that never come to a request, however busily they send pieces of one. */
final class SilentConnections {
    private final Vertx vertx;
    private final Duration timeout;
    private final Set<HttpConnection> silent = ConcurrentHashMap.newKeySet();

    SilentConnections(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    void opened(HttpConnection connection) {
        silent.add(connection);
        connection.closeHandler(closed -> silent.remove(connection));
        connection.exceptionHandler(trouble -> silent.remove(connection));
        vertx.setTimer(timeout.toMillis(), timer -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
    }

    /** It sent the head of a request. */
    void spoke(HttpConnection connection) {
        silent.remove(connection);
    }
}
