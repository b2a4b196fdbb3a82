package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.Optional;

/** Takes what reaches the pod in the clear: the same policy, for somebody without an identity. */
final class Plaintext {
    private final Policy policy;
    private final OriginalDestination destination;
    private final NetClient direct;

    Plaintext(Policy policy, OriginalDestination destination, NetClient direct) {
        this.policy = policy;
        this.destination = destination;
        this.direct = direct;
    }

    void accept(NetSocket peer) {
        peer.pause();
        try {
            Endpoint target = destination.of(peer);
            if (policy.admits(target.port(), Optional.empty())) {
                direct.connect(SocketAddress.inetSocketAddress(target.port(), target.ip()))
                        .onSuccess(application -> Relay.join(peer, application.pause()))
                        .onFailure(e -> peer.close());
            } else {
                // Before the first byte is read, as ztunnel does it.
                peer.close();
            }
        } catch (IOException e) {
            peer.close();
        }
    }
}
