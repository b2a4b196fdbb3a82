package io.ambientprober.lab.site;

import io.ambientprober.lab.mesh.MeshState.Hbone;
import io.ambientprober.lab.mesh.MeshState.ServedPod;
import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.Redirection;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.ServiceRules;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.lab.site.Setting.Captures;
import io.ambientprober.lab.site.Setting.Clients;
import io.ambientprober.lab.site.Setting.Family;
import io.ambientprober.lab.site.Setting.Servers;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Agent;
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

/** One run in a lab, with the mesh as the setting has it. */
public final class LabSite implements Site {
    private static final String MESH_NAMESPACE = "ambient-prober-mesh";
    private static final String PLAIN_NAMESPACE = "ambient-prober-plain";
    private static final Spiffe SERVER_IDENTITY = Spiffe.of(MESH_NAMESPACE, "canary-server");
    private static final Spiffe CLIENT_IDENTITY = Spiffe.of(MESH_NAMESPACE, "canary-client");

    private static final int SERVICE_PORT = 80;
    /** Of a Service, with the pod's. */
    private static final Map<Integer, Integer> PORTS = Map.of(
            SERVICE_PORT,
            Programs.OPEN_PORT,
            Programs.DENIED_PORT,
            Programs.DENIED_PORT,
            Programs.IDENTITY_PORT,
            Programs.IDENTITY_PORT);

    private final Lab lab;
    private final Setting setting;
    private final Undo undo = new Undo();
    private final List<Pod> pods = new ArrayList<>();
    private final Map<IpAddress, Pod> backends = new HashMap<>();
    private final List<LabProcess> agents = new ArrayList<>();
    private int plainClients;

    public LabSite(Lab lab, Setting setting) {
        this.lab = lab;
        this.setting = setting;
        lab.onClose(undo::close);
    }

    @Override
    public Survey survey() throws SiteException {
        Optional<String> obstacle = lab.obstacle(setting);
        if (obstacle.isPresent()) {
            throw new SiteException(obstacle.get());
        }
        Map<String, String> environment = Map.of(
                "site",
                "lab of network namespaces with a stand-in mesh",
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return new Survey(lab.network().nodes().stream().map(Node::name).toList(), List.of(), environment);
    }

    @Override
    public List<ServerPlace> deployServers(List<ServerOrder> orders, Duration timeout) throws SiteException {
        try {
            undo.add(() -> lab.mesh().forget(pods()));
            if (setting.tunnelPort() != 0) {
                undo.add(lab.network().tunnel(setting.tunnelPort())::close);
            }
            List<Deployed> deployed = new ArrayList<>();
            for (ServerOrder order : orders) {
                deployed.add(deploy(order));
            }
            List<ServerPlace> places = new ArrayList<>();
            for (Deployed server : deployed) {
                // It says so once it listens.
                server.process().hear(timeout);
                places.add(place(server));
            }
            return places;
        } catch (IOException e) {
            throw new SiteException("the servers could not be made: " + e.getMessage(), e);
        }
    }

    private record Deployed(ServerOrder order, Pod pod, LabProcess process) {}

    private Deployed deploy(ServerOrder order) throws IOException {
        Pod pod = pod(order.name(), order.node());
        LabProcess process = lab.programs().canaryServer(pod);
        undo.add(process::close);
        if (order.zone() == Zone.MESH) {
            enrol(pod, SERVER_IDENTITY, serverPolicy(), hbone());
            if (setting.servers() == Servers.LOST) {
                Redirection.lose(pod.netns(), lab.network().ipv6());
                lab.mesh().abandon(pod);
            }
        }
        return new Deployed(order, pod, process);
    }

    private ServerPlace place(Deployed deployed) throws IOException {
        ServerOrder order = deployed.order();
        Pod pod = deployed.pod();
        boolean v4 = setting.family() == Family.IPV4;
        IpAddress ip = pod.ip(v4);
        IpAddress vip = lab.network().serviceIp(v4);
        for (Node node : lab.network().nodes()) {
            ServiceRules.add(node, vip, ip, PORTS);
            undo.add(() -> ServiceRules.remove(node, vip, ip, PORTS));
        }
        lab.mesh().addService(vip, ip, PORTS);
        backends.put(vip, pod);
        Server server = new Server(
                namespace(order.zone()),
                order.name(),
                order.node(),
                List.of(ip),
                Programs.OPEN_PORT,
                order.zone() == Zone.MESH);
        return new ServerPlace(order, server, new Service(order.name(), List.of(vip), SERVICE_PORT), null);
    }

    private Policy serverPolicy() {
        Policy policy = setting.policies()
                ? new Policy(
                        List.of(Programs.DENIED_PORT), List.of(Programs.IDENTITY_PORT), List.of(CLIENT_IDENTITY), false)
                : Policy.NONE;
        return setting.strict() ? policy.withStrict() : policy;
    }

    private Hbone hbone() {
        return setting.servers() == Servers.CLEAR_HBONE ? Hbone.CLEAR : Hbone.TLS;
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        try {
            RunningAgent agent =
                    RunningAgent.start(lab.programs(), lab.network().node(node), setting.captures(), undo, timeout);
            synchronized (this) {
                agents.add(agent.process());
            }
            return agent.api();
        } catch (IOException e) {
            throw new SiteException("the agent of " + node + " did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public ClientRun startClient(ClientOrder order) throws SiteException {
        try {
            starve(order.zone());
            Pod pod = pod(order.name(), order.node());
            boolean enrolled = isToEnrol(order.zone());
            if (enrolled) {
                enrol(pod, CLIENT_IDENTITY, Policy.NONE, Hbone.TLS);
                damage(pod);
            }
            LabProcess process = setting.socketLb() && order.zone() == Zone.MESH
                    ? lab.programs().canaryClient(pod, order, behind(order.target()), Programs.OPEN_PORT)
                    : lab.programs().canaryClient(pod, order, order.target(), order.port());
            undo.add(process::close);
            IpAddress ip = pod.ip(setting.family() == Family.IPV4);
            return new LabClient(
                    new Client(namespace(order.zone()), order.name(), order.node(), List.of(ip), enrolled), process);
        } catch (IOException e) {
            throw new SiteException("the client " + order.name() + " did not start: " + e.getMessage(), e);
        }
    }

    private boolean isToEnrol(Zone zone) {
        return switch (zone) {
            case MESH -> setting.clients() != Clients.NOT_ENROLLED;
            case PLAIN -> setting.clients() == Clients.ENROLLED_AND_DIALLING_OUT && plainClient() > 1;
        };
    }

    private synchronized int plainClient() {
        return ++plainClients;
    }

    private void damage(Pod pod) throws IOException {
        switch (setting.clients()) {
            case RULES_LOST -> Redirection.lose(pod.netns(), lab.network().ipv6());
            case PROXY_DOWN -> lab.mesh().abandon(pod);
            case ENROLLED, NOT_ENROLLED, ENROLLED_AND_DIALLING_OUT -> {}
        }
    }

    /** What the kernel's socket load balancer would have put in the Service's place. */
    private IpAddress behind(IpAddress target) {
        Pod pod = backends.get(target);
        return pod == null ? target : pod.ip(target.isV4());
    }

    /** Probes run while the agents stand still; the control, before and after, finds them at work. */
    private synchronized void starve(Zone zone) throws IOException {
        if (setting.captures() == Captures.STARVED) {
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
    public void cleanUp() throws SiteException {
        try {
            undo.close();
        } catch (IOException e) {
            throw new SiteException("the run was not taken away whole: " + e.getMessage(), e);
        }
    }
}
