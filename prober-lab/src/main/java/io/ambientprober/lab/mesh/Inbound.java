package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Ends HBONE: a CONNECT of somebody known, to a port of this pod that the policy opens to him. A waypoint takes one to its Service,
 * too, and brings it to the pod behind by HBONE of its own: bytes only, no HTTP.
 */
final class Inbound {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    /** Vert.x leaves this port out of an authority, in CONNECT too. */
    private static final int HTTP = 80;

    private final ProxyConfig.ServedPod pod;
    private final Supplier<ProxyConfig> state;
    private final NetClient direct;
    private final Tunnels tunnels;

    Inbound(ProxyConfig.ServedPod pod, Supplier<ProxyConfig> state, NetClient direct, Tunnels tunnels) {
        this.pod = pod;
        this.state = state;
        this.direct = direct;
        this.tunnels = tunnels;
    }

    void accept(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (!request.method().equals(HttpMethod.CONNECT) || authority == null) {
            refuse(request, BAD_REQUEST);
            return;
        }
        Endpoint target = new Endpoint(bare(authority.host()), authority.port() < 0 ? HTTP : authority.port());
        Optional<Spiffe> peer = peer(request);
        if (peer.isEmpty() || !pod.policy().admits(target.port(), peer)) {
            refuse(request, UNAUTHORIZED);
            return;
        }
        request.pause();
        onward(target).onSuccess(onward -> join(request, onward)).onFailure(e -> refuse(request, UNAVAILABLE));
    }

    private Future<NetSocket> onward(Endpoint target) {
        if (pod.ips().contains(target.ip())) {
            return direct.connect(SocketAddress.inetSocketAddress(target.port(), target.ip()));
        }
        return state.get()
                .route(target)
                .filter(route -> route.waypoint() != null && pod.ips().contains(route.waypoint()))
                .flatMap(route -> state.get()
                        .identity(route.pod().ip())
                        .map(identity -> tunnels.open(route.pod(), route.pod().ip(), identity)))
                .orElseGet(() -> Future.failedFuture(new IOException("no pod of ours, and no waypoint of it here")));
    }

    private static void join(HttpServerRequest request, NetSocket onward) {
        onward.pause();
        request.toNetSocket()
                .onSuccess(stream -> Relay.join(stream.pause(), onward))
                .onFailure(e -> onward.close());
    }

    private static void refuse(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }

    private static Optional<Spiffe> peer(HttpServerRequest request) {
        try {
            return Spiffe.of(List.copyOf(request.connection().peerCertificates()));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
