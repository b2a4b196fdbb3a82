package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import java.util.function.Supplier;

/** The listeners of one pod, and what they lead to. */
final class PodProxy {
    private final Vertx vertx;
    private final Ports ports;

    private PodProxy(Vertx vertx, Ports ports) {
        this.vertx = vertx;
        this.ports = ports;
    }

    static Future<PodProxy> open(ServedPod pod, Supplier<ProxyConfig> state) {
        Vertx vertx = Vertx.builder()
                .with(options())
                .withTransport(PodTransport.in(pod.netns()))
                .build();
        return open(vertx, pod, state, Ports.ZTUNNEL, Ports.ZTUNNEL.hbone(), OriginalDestination.REDIRECTED);
    }

    static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /** @param peersHbone where other pods listen for HBONE */
    static Future<PodProxy> open(
            Vertx vertx,
            ServedPod pod,
            Supplier<ProxyConfig> state,
            Ports ports,
            int peersHbone,
            OriginalDestination destination) {
        NetClient direct = vertx.createNetClient(new NetClientOptions());
        String authority = state.get().authority();
        Tunnels tunnels = new Tunnels(vertx, pod.credentials(), authority, peersHbone);
        Outbound outbound = new Outbound(state, destination, tunnels, direct);
        Plaintext plaintext = new Plaintext(pod.policy(), destination, direct);
        String any = pod.ips().stream().anyMatch(ip -> ip.contains(":")) ? "::" : "0.0.0.0";
        Future<Integer> hbone = pod.hbone() == Hbone.TLS
                ? hbone(vertx, pod, authority, new Inbound(pod, state, direct, tunnels), ports.hbone(), any)
                : vertx.createNetServer()
                        .connectHandler(ClearHbone::accept)
                        .listen(ports.hbone(), any)
                        .map(NetServer::actualPort);
        return hbone.compose(hbonePort -> vertx.createNetServer()
                        .connectHandler(plaintext::accept)
                        .listen(ports.plaintext(), any)
                        .compose(plain -> vertx.createNetServer()
                                .connectHandler(outbound::accept)
                                .listen(ports.outbound(), any)
                                .map(out -> new PodProxy(
                                        vertx, new Ports(out.actualPort(), plain.actualPort(), hbonePort)))))
                .recover(e -> vertx.close().compose(closed -> Future.failedFuture(e)));
    }

    private static Future<Integer> hbone(
            Vertx vertx, ServedPod pod, String authority, Inbound inbound, int port, String any) {
        return vertx.createHttpServer(Tls.server(pod.credentials(), authority))
                .requestHandler(inbound::accept)
                .listen(port, any)
                .map(server -> server.actualPort());
    }

    Ports ports() {
        return ports;
    }

    Future<Void> close() {
        return vertx.close();
    }
}
