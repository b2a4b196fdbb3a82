package io.ambientprober.lab.site;

import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Redirection;
import io.ambientprober.lab.mesh.WorkloadCredentials;
import io.ambientprober.lab.net.Network;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.tenant.EchoServer;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pods that a lab has beside those of runs: in the mesh a client and a server on each node, and one client outside of it. */
final class TenantPods {
    static final String NAMESPACE = "shop";
    static final String CLIENT = "client-1";
    static final String SERVER = "server-2";
    static final String OTHER_CLIENT = "client-2";
    static final String OTHER_SERVER = "server-1";
    static final String OUTSIDER = "plain-1";

    private static final String OUTSIDE = "legacy";

    /** As old as what runs find is: of younger pods nothing is said. */
    private static final Duration AGE = Duration.ofHours(1);

    private final Network network;
    private final ControlPlane mesh;
    private final Map<String, TenantPod> pods = new LinkedHashMap<>();

    private TenantPods(Network network, ControlPlane mesh) {
        this.network = network;
        this.mesh = mesh;
    }

    /** @param undo removes them */
    static TenantPods make(Network network, ControlPlane mesh, Undo undo) throws IOException {
        TenantPods made = new TenantPods(network, mesh);
        Node first = network.nodes().getFirst();
        Node second = network.nodes().getLast();
        made.add(CLIENT, first, NAMESPACE, undo);
        made.add(OTHER_SERVER, first, NAMESPACE, undo);
        made.add(OUTSIDER, first, OUTSIDE, undo);
        made.add(OTHER_CLIENT, second, NAMESPACE, undo);
        made.add(SERVER, second, NAMESPACE, undo);
        for (String server : List.of(SERVER, OTHER_SERVER)) {
            EchoServer.start(made.get(server).pod().netns(), undo);
        }
        for (String tenant : List.of(CLIENT, OTHER_SERVER, OTHER_CLIENT, SERVER)) {
            made.enrol(tenant);
        }
        return made;
    }

    private void add(String name, Node node, String namespace, Undo undo) throws IOException {
        var pod = network.pod(name, node);
        undo.add(pod::close);
        pods.put(name, TenantPod.outside(pod, namespace, Instant.now().minus(AGE)));
    }

    private void enrol(String name) throws IOException {
        TenantPod pod = get(name);
        TenantPod served = pod.served(served(pod, mesh.authority().issue(pod.identity())));
        pods.put(name, served);
        enrol(served);
    }

    /** As the proxy of its node serves a pod that shows these credentials. */
    static ServedPod served(TenantPod pod, WorkloadCredentials credentials) {
        return new ServedPod(
                pod.pod().netns(),
                pod.known().ips().stream().map(IpAddress::toString).toList(),
                credentials,
                Policy.NONE,
                Hbone.TLS);
    }

    TenantPod get(String name) {
        return Objects.requireNonNull(pods.get(name), name);
    }

    /** As they are when nothing is wrong with them, by name. */
    Map<String, TenantPod> all() {
        return Map.copyOf(pods);
    }

    /** Whatever was done to it, afterwards it is in the mesh as it was. */
    void restore(String name) throws IOException {
        TenantPod pod = get(name);
        Redirection.lose(pod.pod().netns(), network.ipv6());
        enrol(pod);
    }

    private void enrol(TenantPod pod) throws IOException {
        mesh.enrol(pod.pod(), Objects.requireNonNull(pod.served()), pod.identity());
        Redirection.set(pod.pod().netns(), network.ipv6());
    }
}
