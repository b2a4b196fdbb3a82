package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Redirection;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.ServiceRules;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Agent;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run in a lab, with the mesh as its traits have it. */
public class LabSite implements Site {
    private static final String MESH_NAMESPACE = "ambient-prober-mesh";
    private static final String PLAIN_NAMESPACE = "ambient-prober-plain";
    private static final Spiffe SERVER_IDENTITY = Spiffe.of(MESH_NAMESPACE, "canary-server");
    private static final Spiffe CLIENT_IDENTITY = Spiffe.of(MESH_NAMESPACE, "canary-client");

    private static final Spiffe WAYPOINT_IDENTITY = Spiffe.of(MESH_NAMESPACE, "waypoint");

    private static final Map<Trait, Integer> VXLAN_PORTS = Map.of(Trait.VXLAN_8472, 8472, Trait.VXLAN_4789, 4789);

    /** Of a Service, with the pod's. */
    private static final Map<Integer, Integer> PORTS = Map.of(
            CanaryPort.SERVICE,
            CanaryPort.OPEN.usual(),
            CanaryPort.DENIED.usual(),
            CanaryPort.DENIED.usual(),
            CanaryPort.IDENTITY.usual(),
            CanaryPort.IDENTITY.usual());

    private final Lab lab;
    private final Set<Trait> traits;
    private final Undo undo = new Undo();
    private final List<Pod> pods = new ArrayList<>();
    private final Map<IpAddress, Pod> backends = new HashMap<>();
    private final List<LabProcess> agents = new ArrayList<>();
    private final Map<String, LabProcess> servers = new HashMap<>();
    private final ClientBodies clients = new ClientBodies();
    /** By which agents and canaries know us. */
    private final Credentials own = Credentials.create();

    private int plainClients;

    public LabSite(Lab lab, Set<Trait> traits) {
        this.lab = lab;
        this.traits = traits;
        lab.onClose(undo::close);
    }

    @Override
    public Survey survey() throws SiteException {
        Optional<String> obstacle = lab.obstacle(traits);
        if (obstacle.isPresent()) {
            throw new SiteException(obstacle.get());
        }
        Map<String, String> environment = Map.of(
                "site",
                "lab of network namespaces with a stand-in mesh",
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return new Survey(lab.network().nodes().stream().map(Node::name).toList(), List.of(), environment, "");
    }

    @Override
    public List<ServerPlace> deploy(Coverage coverage, Duration timeout) throws SiteException {
        try {
            undo.add(() -> lab.mesh().forget(pods()));
            tunnel();
            Waypoint waypoint = traits.contains(Trait.WAYPOINT) ? waypoint() : null;
            List<Deployed> deployed = new ArrayList<>();
            for (ServerOrder order : coverage.servers()) {
                deployed.add(deploy(order));
            }
            List<ServerPlace> places = new ArrayList<>();
            for (Deployed server : deployed) {
                // It says so once it listens.
                server.process().hear(timeout);
                places.add(place(server, server.order().zone() == Zone.MESH ? waypoint : null));
            }
            return places;
        } catch (IOException e) {
            throw new SiteException("the servers could not be made: " + e.getMessage(), e);
        }
    }

    private void tunnel() throws IOException {
        for (Map.Entry<Trait, Integer> vxlan : VXLAN_PORTS.entrySet()) {
            if (traits.contains(vxlan.getKey())) {
                undo.add(lab.network().tunnel(vxlan.getValue())::close);
            }
        }
    }

    /** One for all Services: a pod whose proxy takes what is meant for them. */
    private Waypoint waypoint() throws IOException {
        Pod pod = pod("waypoint", lab.network().nodes().getFirst().name());
        enrol(pod, WAYPOINT_IDENTITY, Policy.NONE, Hbone.TLS);
        return new Waypoint(List.of(ip(pod)));
    }

    private record Deployed(ServerOrder order, Pod pod, LabProcess process) {}

    private Deployed deploy(ServerOrder order) throws IOException {
        Pod pod = pod(order.name(), order.node());
        LabProcess process = lab.programs().server(pod, own.fingerprint());
        undo.add(process::close);
        servers.put(order.name(), process);
        if (order.zone() == Zone.MESH) {
            enrol(pod, SERVER_IDENTITY, serverPolicy(), hbone());
            if (traits.contains(Trait.SERVERS_LOST)) {
                Redirection.lose(pod.netns(), lab.network().ipv6());
                lab.mesh().abandon(pod);
            }
        }
        return new Deployed(order, pod, process);
    }

    private ServerPlace place(Deployed deployed, @Nullable Waypoint waypoint) throws IOException {
        ServerOrder order = deployed.order();
        Pod pod = deployed.pod();
        IpAddress ip = ip(pod);
        IpAddress vip = lab.network().serviceIp(ip.isV4());
        for (Node node : lab.network().nodes()) {
            ServiceRules.add(node, vip, ip, PORTS);
            undo.add(() -> ServiceRules.remove(node, vip, ip, PORTS));
        }
        lab.mesh()
                .addService(
                        vip, ip, PORTS, waypoint == null ? null : waypoint.ips().getFirst());
        backends.put(vip, pod);
        Server server = new Server(
                namespace(order.zone()),
                order.name(),
                order.node(),
                List.of(ip),
                CanaryPort.OPEN.usual(),
                order.zone() == Zone.MESH);
        return new ServerPlace(order, server, new Service(order.name(), List.of(vip), CanaryPort.SERVICE), waypoint);
    }

    /** They are in force from a server's enrolment on: proxies say so before it goes on. */
    @Override
    public void enforcePolicies(List<ServerPlace> servers, Duration timeout) throws SiteException {
        if (!traits.contains(Trait.POLICIES)) {
            throw new SiteException("the servers of this lab were made without policies");
        }
    }

    private Policy serverPolicy() {
        Policy policy = traits.contains(Trait.POLICIES)
                ? new Policy(
                        List.of(CanaryPort.DENIED.usual()),
                        List.of(CanaryPort.IDENTITY.usual()),
                        List.of(CLIENT_IDENTITY),
                        false)
                : Policy.NONE;
        return traits.contains(Trait.STRICT) ? policy.withStrict() : policy;
    }

    private Hbone hbone() {
        return traits.contains(Trait.SERVERS_WITHOUT_TLS) ? Hbone.CLEAR : Hbone.TLS;
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        try {
            RunningAgent agent =
                    RunningAgent.start(lab.programs(), lab.network().node(node), traits, own, undo, timeout);
            synchronized (this) {
                agents.add(agent.process());
            }
            return agent.api();
        } catch (IOException e) {
            throw new SiteException("the agent of " + node + " did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public ClientRun startClient(ClientPlace place, CanaryOrder order) throws SiteException {
        try {
            starve(place.zone());
            boolean enrolled = isToEnrol(place.zone());
            RunningBody body = client(place, enrolled);
            Pod pod = body.pod();
            Client client = new Client(namespace(place.zone()), pod.name(), place.node(), List.of(ip(pod)), enrolled);
            return new LabClient(client, place.zone() == Zone.MESH ? balanced(order) : order, body);
        } catch (IOException e) {
            throw new SiteException("the client of path " + order.path() + " did not start: " + e.getMessage(), e);
        }
    }

    /** The kernel's socket load balancer would have put the pod in the Service's place. */
    private CanaryOrder balanced(CanaryOrder order) {
        return traits.contains(Trait.SOCKET_LB) ? order.to(behind(order.target()), CanaryPort.OPEN.usual()) : order;
    }

    /** All paths that begin at a place have the same, unless one of them is to be in the mesh and another is not. */
    private RunningBody client(ClientPlace place, boolean enrolled) throws IOException {
        String name = enrolled && place.zone() == Zone.PLAIN ? place.name() + "-in-mesh" : place.name();
        return clients.get(name, () -> client(name, place.node(), enrolled));
    }

    private RunningBody client(String name, String node, boolean enrolled) throws IOException {
        Pod pod = pod(name, node);
        if (enrolled) {
            enrol(pod, CLIENT_IDENTITY, Policy.NONE, Hbone.TLS);
            damage(pod);
        }
        return RunningBody.start(lab.programs(), pod, own, undo);
    }

    private boolean isToEnrol(Zone zone) {
        return switch (zone) {
            case MESH -> !traits.contains(Trait.CLIENTS_NOT_ENROLLED);
            case PLAIN -> traits.contains(Trait.CALL_OUTSIDE) && plainClient() > 1;
        };
    }

    private synchronized int plainClient() {
        return ++plainClients;
    }

    private void damage(Pod pod) throws IOException {
        if (traits.contains(Trait.CLIENTS_WITHOUT_RULES)) {
            Redirection.lose(pod.netns(), lab.network().ipv6());
        }
        if (traits.contains(Trait.CLIENTS_WITHOUT_PROXY)) {
            lab.mesh().abandon(pod);
        }
    }

    private IpAddress behind(IpAddress target) {
        Pod pod = backends.get(target);
        return pod == null ? target : ip(pod);
    }

    private IpAddress ip(Pod pod) {
        return pod.ip(!traits.contains(Trait.IPV6));
    }

    /** Probes run while the agents stand still; the control, before and after, finds them at work. */
    private synchronized void starve(Zone zone) throws IOException {
        if (traits.contains(Trait.AGENTS_STARVED)) {
            for (LabProcess agent : agents) {
                if (zone == Zone.MESH) {
                    agent.pause();
                } else {
                    agent.resume();
                }
            }
        }
    }

    private void enrol(Pod pod, Spiffe identity, Policy policy, Hbone hbone) throws IOException {
        List<String> ips = pod.ips().stream().map(IpAddress::toString).toList();
        ServedPod served =
                new ServedPod(pod.netns(), ips, lab.mesh().authority().issue(identity), policy, hbone);
        lab.mesh().enrol(pod, served, identity);
        Redirection.set(pod.netns(), lab.network().ipv6());
    }

    private Pod pod(String name, String node) throws IOException {
        Pod pod = lab.network().pod(name, lab.network().node(node));
        undo.add(pod::close);
        synchronized (this) {
            pods.add(pod);
        }
        return pod;
    }

    private synchronized List<Pod> pods() {
        return List.copyOf(pods);
    }

    private static String namespace(Zone zone) {
        return switch (zone) {
            case MESH -> MESH_NAMESPACE;
            case PLAIN -> PLAIN_NAMESPACE;
        };
    }

    @Override
    public Set<String> lostServers(List<ServerPlace> places, Set<String> silentNodes) {
        return servers.entrySet().stream()
                .filter(server -> !server.getValue().isAlive())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public void cleanUp() throws SiteException {
        try {
            undo.close();
        } catch (IOException e) {
            throw new SiteException("the run was not taken away whole: " + e.getMessage(), e);
        }
    }
}
