package io.ambientprober.lab.mesh;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Ends HBONE: a CONNECT of somebody known, to a port of this pod that the policy opens to him. */
final class Inbound {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final MeshState.ServedPod pod;
    private final NetClient direct;

    Inbound(MeshState.ServedPod pod, NetClient direct) {
        this.pod = pod;
        this.direct = direct;
    }

    void accept(HttpServerRequest request) {
        HostAndPort target = request.authority();
        if (!request.method().equals(HttpMethod.CONNECT)
                || target == null
                || !pod.ips().contains(bare(target.host()))) {
            refuse(request, BAD_REQUEST);
            return;
        }
        Optional<Spiffe> peer = peer(request);
        if (peer.isEmpty() || !pod.policy().admits(target.port(), peer)) {
            refuse(request, UNAUTHORIZED);
            return;
        }
        request.pause();
        direct.connect(SocketAddress.inetSocketAddress(target.port(), bare(target.host())))
                .onSuccess(application -> join(request, application))
                .onFailure(e -> refuse(request, UNAVAILABLE));
    }

    private static void join(HttpServerRequest request, NetSocket application) {
        application.pause();
        request.toNetSocket()
                .onSuccess(stream -> Relay.join(stream.pause(), application))
                .onFailure(e -> application.close());
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
