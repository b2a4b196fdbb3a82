package io.ambientprober.agent.canary;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connections of a server, of which there are few at once. A caller is a stranger until a token came on its connection, which where a
 * server answers any run everybody can make up. When there is one too many, it is of the address that has the most that one has to go,
 * a stranger before others, and of these the one that has been there longest: anyone who keeps all places taken keeps out himself. One that
 * never comes to a request goes in any case, however busily it sends pieces of one.
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
    private final Set<HttpConnection> known = new LinkedHashSet<>();

    Callers(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> left(connection));
        connection.exceptionHandler(trouble -> left(connection));
        String address = address(connection);
        if (strangers.stream().filter(each -> address(each).equals(address)).count() >= MOST_OF_ADDRESS) {
            dismissOldest(strangers, address);
        } else if (strangers.size() + known.size() >= MOST) {
            dismissOldestOf(fullest());
        }
        strangers.add(connection);
        silent.add(connection);
        vertx.setTimer(timeout.toMillis(), timer -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
    }

    /** The address that has the most connections. */
    private String fullest() {
        return Stream.concat(strangers.stream(), known.stream())
                .collect(Collectors.groupingBy(Callers::address, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private void dismissOldestOf(String address) {
        if (!dismissOldest(strangers, address)) {
            dismissOldest(known, address);
        }
    }

    private boolean dismissOldest(Set<HttpConnection> some, String address) {
        Optional<HttpConnection> oldest =
                some.stream().filter(each -> address(each).equals(address)).findFirst();
        oldest.ifPresent(this::dismiss);
        return oldest.isPresent();
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
