package io.ambientprober.run;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.Observations;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.Tap;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.Section;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A site of two nodes in memory that writes down what it was asked, and fails where a test says so. */
final class FakeSite implements Site {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Set<String> failing = Set.of();
    Set<String> lostServers = Set.of();
    /** Of which it is known that they are gone once their agents are silent. */
    Set<String> gone = Set.of();
    /** Of the four connections of every path. */
    int answered = 4;

    /** Beside those of the run. */
    Section<Tenants> tenants = new Section.NotAsked<>("there are none");

    /** What every agent finds. */
    Function<SweepOrder, Map<PodName, Swept>> sweeps = order -> Map.of();

    /** What the mesh says of other pods. */
    Function<Collection<EnrolledPod>, Map<PodName, MeshView>> mesh = FakeSite::inMesh;

    UnaryOperator<NodeFlows> flows = UnaryOperator.identity();

    boolean away;
    List<String> said = List.of();

    private void ask(String what) throws SiteException {
        asked.add(what);
        if (failing.contains(what)) {
            throw new SiteException(what + " failed");
        }
    }

    static Map<PodName, MeshView> inMesh(Collection<EnrolledPod> pods) {
        return pods.stream()
                .collect(Collectors.toMap(
                        EnrolledPod::pod, pod -> new MeshView(pod.pod(), "enabled", "HBONE", "Up", List.of())));
    }

    @Override
    public Surveyed survey() throws SiteException {
        ask("survey");
        return new FakeSurveyed();
    }

    @Override
    public void cleanUp() throws SiteException {
        ask("clean-up");
    }

    private final class FakeSurveyed implements Surveyed {
        @Override
        public Survey survey() {
            return new Survey(List.of("a", "b"), List.of(), Map.of(), "");
        }

        @Override
        public Section<Tenants> tenants() {
            return tenants;
        }

        @Override
        public Deployed deploy(Coverage coverage, Duration timeout) throws SiteException {
            ask("deploy");
            return time -> {
                ask("servers");
                return new FakeReady(places(coverage));
            };
        }
    }

    private static List<ServerPlace> places(Coverage coverage) {
        List<ServerPlace> places = new ArrayList<>();
        for (ServerOrder order : coverage.servers()) {
            int number = places.size() + 1;
            boolean enrolled = order.zone() == Zone.MESH;
            IpAddress pod = IpAddress.parse("10.0.1." + number);
            Server server = new Server("ns", order.name(), order.node(), List.of(pod), 8080, enrolled);
            Service service = new Service(order.name(), List.of(IpAddress.parse("10.96.0." + number)), 80);
            places.add(new ServerPlace(order, server, service, null));
        }
        return places;
    }

    private final class FakeReady implements Ready {
        private final List<ServerPlace> servers;

        FakeReady(List<ServerPlace> servers) {
            this.servers = servers;
        }

        @Override
        public MeshAnswers askMesh(List<ProbePath> paths, Collection<EnrolledPod> others, Duration timeout) {
            asked.add("mesh of " + paths.size() + " paths and " + others.size() + " pods");
            return new MeshAnswers(MeshStatements.NONE, mesh.apply(others));
        }

        @Override
        public List<ServerPlace> servers() {
            return servers;
        }

        @Override
        public Agent startAgent(String node, Duration timeout) throws SiteException {
            ask("agent " + node);
            return new FakeAgent(node);
        }

        @Override
        public ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
            ask("client " + order.path());
            return new FakeClient(place, order);
        }

        @Override
        public boolean wasAway() {
            return away;
        }

        @Override
        public Set<String> lostServers(Set<String> silentNodes) {
            return Stream.concat(
                            lostServers.stream(),
                            servers.stream()
                                    .map(ServerPlace::order)
                                    .filter(order -> silentNodes.contains(order.node()) && gone.contains(order.node()))
                                    .map(ServerOrder::name))
                    .collect(Collectors.toSet());
        }
    }

    private final class FakeClient implements ClientRun {
        private final ClientPlace place;
        private final CanaryOrder order;

        FakeClient(ClientPlace place, CanaryOrder order) {
            this.place = place;
            this.order = order;
        }

        @Override
        public Client client() {
            IpAddress ip = IpAddress.parse("10.0.2." + order.path().number());
            return new Client("ns", "client-" + order.path(), place.node(), List.of(ip), place.zone() == Zone.MESH);
        }

        @Override
        public ClientResult await(Duration timeout) throws SiteException {
            ask("outcome " + order.path());
            return new ClientResult(new CanaryOutcome(4, answered, List.of(order.target()), null, null), said);
        }
    }

    /** Sees every control in the clear, and nothing else. */
    private final class FakeAgent implements Agent {
        private final String node;
        private @Nullable Plan armed;

        FakeAgent(String node) {
            this.node = node;
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public void arm(AgentOrder order) throws SiteException {
            ask("arm " + node);
            armed = order.plan();
        }

        @Override
        public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
            ask("stop " + node);
            Plan plan = java.util.Objects.requireNonNull(armed, "armed is null");
            List<ClearEvidence> clear = plan.paths().stream()
                    .filter(path -> path.expect() == Expectation.PLAINTEXT)
                    .map(this::seen)
                    .toList();
            TapReading reading = new TapReading(node, 100, 1000, 1, 2, 0, List.of(), List.of());
            return KeptObservations.of(new Observations(
                    new NodeEvidence(node, List.of(reading), clear, List.of(), List.of(), List.of()),
                    new Tap(node, node, List.of(node + ".pcapng"), "LINUX_SLL2", 100L, 120L, 0, 0, 0, List.of())));
        }

        private ClearEvidence seen(ProbePath path) {
            IpAddress server = path.server().ips().getFirst();
            Sighting sighting = new Sighting(
                    node, 1, 0, 1, "tcp", server, 8080, server, 1, List.of(), 0, Direction.SERVER_TO_CLIENT, "");
            return new ClearEvidence(path.id(), true, false, 1, 1, 1, List.of(sighting));
        }

        @Override
        public Map<PodName, Swept> sweep(SweepOrder order, Duration timeout) throws SiteException {
            ask("sweep " + node);
            return sweeps.apply(order);
        }

        @Override
        public void countFlows(FlowOrder order) throws SiteException {
            ask("count "
                    + order.local().stream()
                            .map(IpAddress::toString)
                            .sorted()
                            .collect(Collectors.joining(" ", node + ": ", "")));
        }

        @Override
        public NodeFlows flows(Duration timeout) throws SiteException {
            ask("flows " + node);
            return flows.apply(
                    new NodeFlows(node, List.of(), 9, 0, List.of(), Instant.EPOCH, Instant.EPOCH, List.of()));
        }

        @Override
        public void evidence(Path file, Duration timeout) throws SiteException {
            ask("evidence " + node);
        }

        @Override
        public void close() {
            asked.add("close " + node);
        }
    }
}
