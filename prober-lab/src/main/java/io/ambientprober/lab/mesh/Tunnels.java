package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/** HBONE connections of one pod, one to a destination and identity; each carries many CONNECT streams. */
final class Tunnels {
    /** In all: Vert.x forgets that such streams end, and lets no more of them begin (UnpooledHttpClientConnection). */
    private static final int MAX_STREAMS = 100;

    private static final int LAST_STREAM_MINUTES = 10;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int OK = 200;

    private final HttpClientAgent client;
    private final int hbonePort;
    private final Map<Destination, Pooled> pool = new HashMap<>();

    private record Destination(String ip, Spiffe identity) {}

    private static final class Pooled {
        private final Future<HttpClientConnection> connection;
        private int streams = 1;

        Pooled(Future<HttpClientConnection> connection) {
            this.connection = connection;
        }
    }

    Tunnels(Vertx vertx, WorkloadCredentials credentials, String authority, int hbonePort) {
        client = vertx.createHttpClient(Tls.client(credentials, authority).setConnectTimeout(CONNECT_MILLIS));
        this.hbonePort = hbonePort;
    }

    /**
     * A stream to the target.
     *
     * @param pod whose HBONE port it goes through: the target's own, or a waypoint
     * @param identity that the pod must show
     */
    Future<NetSocket> open(Endpoint target, String pod, Spiffe identity) {
        return connection(new Destination(pod, identity))
                .compose(connection -> connection.request(new RequestOptions()
                        .setMethod(HttpMethod.CONNECT)
                        .setHost(target.host())
                        .setPort(target.port())))
                .compose(Tunnels::connect)
                .compose(Tunnels::accepted);
    }

    private static Future<HttpClientResponse> connect(HttpClientRequest request) {
        // The stream's own end says the same; without a handler it would also be logged.
        return request.exceptionHandler(e -> {}).connect();
    }

    private static Future<NetSocket> accepted(HttpClientResponse response) {
        if (response.statusCode() == OK) {
            NetSocket stream = response.netSocket();
            stream.pause();
            return Future.succeededFuture(stream);
        }
        return Future.failedFuture(new IOException("CONNECT was answered " + response.statusCode()));
    }

    private synchronized Future<HttpClientConnection> connection(Destination destination) {
        Pooled pooled = pool.get(destination);
        if (pooled != null && !pooled.connection.failed() && pooled.streams < MAX_STREAMS) {
            pooled.streams++;
            return pooled.connection;
        }
        if (pooled != null) {
            pooled.connection.onSuccess(used -> used.shutdown(LAST_STREAM_MINUTES, TimeUnit.MINUTES));
        }
        Pooled fresh = new Pooled(connect(destination));
        pool.put(destination, fresh);
        fresh.connection
                .onSuccess(connection -> connection.closeHandler(closed -> forget(destination, fresh)))
                .onFailure(e -> forget(destination, fresh));
        return fresh.connection;
    }

    private synchronized void forget(Destination destination, Pooled connection) {
        pool.remove(destination, connection);
    }

    private Future<HttpClientConnection> connect(Destination destination) {
        return client.connect(new HttpConnectOptions()
                        .setServer(SocketAddress.inetSocketAddress(hbonePort, destination.ip()))
                        .setHost(destination.ip())
                        .setPort(hbonePort))
                .compose(connection -> verified(connection, destination.identity()));
    }

    private static Future<HttpClientConnection> verified(HttpClientConnection connection, Spiffe expected) {
        try {
            if (Spiffe.of(List.copyOf(connection.peerCertificates()))
                    .filter(expected::equals)
                    .isPresent()) {
                return Future.succeededFuture(connection);
            }
        } catch (SSLPeerUnverifiedException e) {
            // Nobody, then.
        }
        return connection
                .close()
                .compose(closed -> Future.failedFuture(new IOException("the peer is not " + expected.uri())));
    }
}
