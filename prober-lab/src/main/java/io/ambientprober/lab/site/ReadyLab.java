package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.run.Agent;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A lab whose servers listen. */
final class ReadyLab implements Ready {
    private final LabRun run;
    private final List<LabServer> running;
    private final List<ServerPlace> servers;
    private final Map<IpAddress, Pod> backends;
    private final Section<LabTenants> tenants;
    private final List<LabProcess> agents = new ArrayList<>();
    private final ClientBodies clients = new ClientBodies();
    private int plainClients;

    /** @param backends of Services, by their addresses */
    ReadyLab(
            LabRun run,
            List<LabServer> running,
            List<ServerPlace> servers,
            Map<IpAddress, Pod> backends,
            Section<LabTenants> tenants) {
        this.run = run;
        this.running = List.copyOf(running);
        this.servers = List.copyOf(servers);
        this.backends = Map.copyOf(backends);
        this.tenants = tenants;
    }

    @Override
    public List<ServerPlace> servers() {
        return servers;
    }

    /** They are in force from a server's enrolment on: proxies say so before it goes on. */
    @Override
    public void enforcePolicies(Duration timeout) throws SiteException {
        if (!run.has(Trait.POLICIES)) {
            throw new SiteException("the servers of this lab were made without policies");
        }
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        try {
            RunningAgent agent = RunningAgent.start(run, run.lab().network().node(node), timeout);
            synchronized (this) {
                agents.add(agent.process());
            }
            return agent.api();
        } catch (IOException e) {
            throw new SiteException("the agent of " + node + " did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
        try {
            starve(place.zone());
            boolean enrolled = isToEnrol(place.zone());
            RunningBody body = client(place, enrolled);
            Pod pod = body.pod();
            Client client = new Client(
                    LabRun.namespace(place.zone()), pod.name(), place.node(), List.of(run.ip(pod)), enrolled);
            return new LabClient(client, place.zone() == Zone.MESH ? balanced(order) : order, body);
        } catch (IOException e) {
            throw new SiteException("the client of path " + order.path() + " did not start: " + e.getMessage(), e);
        }
    }

    /** The kernel's socket load balancer would have put the pod in the Service's place. */
    private CanaryOrder balanced(CanaryOrder order) {
        return run.has(Trait.SOCKET_LB) ? order.to(behind(order.target()), CanaryPort.OPEN.usual()) : order;
    }

    /** Nothing of canaries, which have no other ztunnel than the lab's own. */
    @Override
    public MeshAnswers askMesh(List<ProbePath> paths, Collection<EnrolledPod> others, Duration timeout) {
        return tenants instanceof Asked<LabTenants>(LabTenants there)
                ? new MeshAnswers(MeshStatements.NONE, there.views(others))
                : MeshAnswers.NONE;
    }

    /** All paths that begin at a place have the same, unless one of them is to be in the mesh and another is not. */
    private RunningBody client(ClientPlace place, boolean enrolled) throws IOException {
        String name = enrolled && place.zone() == Zone.PLAIN ? place.name() + "-in-mesh" : place.name();
        return clients.get(name, () -> client(name, place.node(), enrolled));
    }

    private RunningBody client(String name, String node, boolean enrolled) throws IOException {
        Pod pod = run.pod(name, node);
        if (enrolled) {
            run.enrol(pod, LabRun.CLIENT_IDENTITY, Policy.NONE, Hbone.TLS);
            damage(pod);
        }
        return RunningBody.start(run, pod);
    }

    private boolean isToEnrol(Zone zone) {
        return switch (zone) {
            case MESH -> !run.has(Trait.CLIENTS_NOT_ENROLLED);
            case PLAIN -> run.has(Trait.CALL_OUTSIDE) && plainClient() > 1;
        };
    }

    private synchronized int plainClient() {
        return ++plainClients;
    }

    private void damage(Pod pod) throws IOException {
        if (run.has(Trait.CLIENTS_WITHOUT_RULES)) {
            run.loseRules(pod);
        }
        if (run.has(Trait.CLIENTS_WITHOUT_PROXY)) {
            run.lab().mesh().abandon(pod);
        }
    }

    private IpAddress behind(IpAddress target) {
        Pod pod = backends.get(target);
        return pod == null ? target : run.ip(pod);
    }

    /** Probes run while the agents stand still; the control, before and after, finds them at work. */
    private synchronized void starve(Zone zone) throws IOException {
        if (run.has(Trait.AGENTS_STARVED)) {
            for (LabProcess agent : agents) {
                if (zone == Zone.MESH) {
                    agent.pause();
                } else {
                    agent.resume();
                }
            }
        }
    }

    @Override
    public Set<String> lostServers(Set<String> silentNodes) {
        return running.stream()
                .filter(server -> !server.process().isAlive())
                .map(server -> server.order().name())
                .collect(Collectors.toSet());
    }
}
