package io.ambientprober.agent.canary;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of a server, of which there are few at once. A caller is a stranger until a token of the run came on its connection. When
 * there is one too many, of its address or in all, the stranger that has been there longest has to go: to keep all places taken keeps nobody
 * out who is quicker. One that never comes to a request goes in any case, however busily it sends pieces of one.
 *
 * <p>Used on the server's one event loop.
 */
final class Callers {
    /** A run has few canaries under way at one server. */
    static final int MOST = 64;

    /** Strangers of one address; through a waypoint all clients have one. */
    static final int MOST_OF_ADDRESS = 16;

    private final Vertx vertx;
    private final Duration timeout;
    /** The one that has been there longest first. */
    private final Set<HttpConnection> strangers = new LinkedHashSet<>();

    private final Set<HttpConnection> silent = new HashSet<>();
    private final Set<HttpConnection> known = new HashSet<>();

    Callers(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> left(connection));
        connection.exceptionHandler(trouble -> left(connection));
        String address = address(connection);
        if (strangers.stream().filter(each -> address(each).equals(address)).count() >= MOST_OF_ADDRESS) {
            strangers.stream()
                    .filter(each -> address(each).equals(address))
                    .findFirst()
                    .ifPresent(this::dismiss);
        } else if (strangers.size() + known.size() >= MOST) {
            strangers.stream().findFirst().ifPresent(this::dismiss);
        }
        if (known.size() >= MOST) {
            connection.close();
            return;
        }
        strangers.add(connection);
        silent.add(connection);
        vertx.setTimer(timeout.toMillis(), timer -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
    }

    private static String address(HttpConnection connection) {
        return String.valueOf(connection.remoteAddress().hostAddress());
    }

    private void dismiss(HttpConnection connection) {
        left(connection);
        connection.close();
    }

    /** It sent the head of a request. */
    void spoke(HttpConnection connection) {
        silent.remove(connection);
    }

    /** It sent a token of the run. */
    void proved(HttpConnection connection) {
        if (strangers.remove(connection)) {
            known.add(connection);
        }
    }

    private void left(HttpConnection connection) {
        strangers.remove(connection);
        silent.remove(connection);
        known.remove(connection);
    }
}
