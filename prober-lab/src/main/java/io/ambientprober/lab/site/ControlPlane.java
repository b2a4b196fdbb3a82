package io.ambientprober.lab.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.lab.mesh.Authority;
import io.ambientprober.lab.mesh.NodeProxy;
import io.ambientprober.lab.mesh.ProxyConfig;
import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.ambientprober.lab.mesh.ProxyConfig.Route;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.statement.MeshView;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The control plane: knows workloads and Services, and tells the proxy of every node. */
final class ControlPlane {
    /** ztunnel resumes no sessions; Java would. */
    private static final List<String> NO_RESUMPTION = List.of(
            "-Djdk.tls.client.enableSessionTicketExtension=false",
            "-Djdk.tls.server.enableSessionTicketExtension=false",
            "-Djdk.tls.server.newSessionTicketCount=0",
            "-Dvertx.disableDnsResolver=true");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Authority authority;
    private final Map<Node, LabProcess> proxies = new LinkedHashMap<>();
    private final Map<Pod, ServedPod> served = new LinkedHashMap<>();
    private final Map<String, Spiffe> workloads = new LinkedHashMap<>();
    private final List<Route> services = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private long version;

    private ControlPlane(Authority authority) {
        this.authority = authority;
    }

    /** Starts one proxy for every node. */
    static ControlPlane start(List<Node> nodes, Jvms jvms, Path logs, Undo undo) throws IOException {
        ControlPlane mesh = new ControlPlane(Authority.create());
        for (Node node : nodes) {
            LabProcess proxy = LabProcess.start(
                    "the proxy of " + node.name(),
                    jvms.main("proxy", NodeProxy.class, NO_RESUMPTION, List.of()),
                    logs.resolve("proxy-" + node.name() + ".log"),
                    true,
                    jvms.patience());
            undo.add(proxy::close);
            mesh.proxies.put(node, proxy);
        }
        return mesh;
    }

    Authority authority() {
        return authority;
    }

    /** The proxy of the pod's node takes its traffic, and everybody is told that the pod answers by HBONE. */
    synchronized void enrol(Pod pod, ServedPod how, Spiffe identity) throws IOException {
        pod.ips().forEach(ip -> workloads.put(ip.toString(), identity));
        served.put(pod, how);
        tell(node -> true);
    }

    /** The pod's listeners go; what everybody believes of it stays. */
    synchronized void abandon(Pod pod) throws IOException {
        served.remove(pod);
        tell(pod.node()::equals);
    }

    /** What the proxy of its node says of a pod. */
    synchronized MeshView says(EnrolledPod of, Pod pod) {
        boolean known = pod.ips().stream().map(IpAddress::toString).anyMatch(workloads::containsKey);
        return new MeshView(
                of.pod(), of.redirection(), known ? "HBONE" : "TCP", served.containsKey(pod) ? "Up" : null, List.of());
    }

    synchronized void forget(List<Pod> pods) throws IOException {
        pods.forEach(served::remove);
        pods.forEach(pod -> pod.ips().forEach(ip -> workloads.remove(ip.toString())));
        services.removeIf(route -> pods.stream()
                .anyMatch(pod -> pod.ips().contains(IpAddress.parse(route.pod().ip()))));
        tell(node -> true);
    }

    /** @param waypoint null for none */
    synchronized void addService(
            IpAddress service, IpAddress pod, Map<Integer, Integer> ports, @Nullable IpAddress waypoint)
            throws IOException {
        ports.forEach((port, target) -> services.add(new Route(
                new Endpoint(service.toString(), port),
                new Endpoint(pod.toString(), target),
                waypoint == null ? null : waypoint.toString())));
        tell(node -> true);
    }

    private void tell(Predicate<Node> whom) throws IOException {
        version++;
        List<Node> told = proxies.keySet().stream().filter(whom).toList();
        for (Node node : told) {
            proxy(node).say(json.writeValueAsString(state(node)));
        }
        for (Node node : told) {
            expectReady(proxy(node));
        }
    }

    private LabProcess proxy(Node node) {
        LabProcess proxy = proxies.get(node);
        if (proxy == null) {
            throw new IllegalArgumentException("no proxy on " + node.name());
        }
        return proxy;
    }

    private ProxyConfig state(Node node) throws IOException {
        List<ServedPod> here = served.entrySet().stream()
                .filter(entry -> entry.getKey().node().equals(node))
                .map(Map.Entry::getValue)
                .toList();
        return new ProxyConfig(version, authority.certificatePem(), here, workloads, services);
    }

    private static void expectReady(LabProcess proxy) throws IOException {
        String answer = proxy.hear(PATIENCE);
        if (!answer.startsWith(NodeProxy.READY)) {
            throw new IOException(proxy + " said " + answer + ": " + proxy.complaint());
        }
    }
}
