package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.ambientprober.lab.mesh.ProxyConfig.Route;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes what the pod sends, and brings it to its destination: by HBONE where that is known to answer it, else as it is. */
final class Outbound {
    private final Supplier<ProxyConfig> state;
    private final OriginalDestination destination;
    private final Tunnels tunnels;
    private final NetClient direct;

    Outbound(Supplier<ProxyConfig> state, OriginalDestination destination, Tunnels tunnels, NetClient direct) {
        this.state = state;
        this.destination = destination;
        this.tunnels = tunnels;
        this.direct = direct;
    }

    void accept(NetSocket application) {
        application.pause();
        try {
            open(destination.of(application))
                    .onSuccess(stream -> Relay.join(application, stream))
                    .onFailure(e -> application.close());
        } catch (IOException e) {
            application.close();
        }
    }

    private Future<NetSocket> open(Endpoint target) {
        Optional<Route> service = state.get().route(target);
        if (service.isEmpty()) {
            return open(target, target.ip());
        }
        Route route = service.get();
        return route.waypoint() == null ? open(route.pod(), route.pod().ip()) : open(target, route.waypoint());
    }

    private Future<NetSocket> open(Endpoint target, String pod) {
        Optional<Spiffe> identity = state.get().identity(pod);
        return identity.isPresent()
                ? tunnels.open(target, pod, identity.get())
                : direct.connect(SocketAddress.inetSocketAddress(target.port(), target.ip()))
                        .onSuccess(NetSocket::pause);
    }
}
