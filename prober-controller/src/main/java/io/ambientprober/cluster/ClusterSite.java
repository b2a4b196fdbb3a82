package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.causes.Causes;
import io.ambientprober.cluster.causes.Scope;
import io.ambientprober.cluster.mesh.MeshViews;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.run.Agent;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshStatements;
import io.fabric8.kubernetes.client.VersionInfo;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run in a Kubernetes cluster. */
public final class ClusterSite implements Site {
    /** Requests under way at once. */
    private static final int REQUESTS = 32;

    private static final Duration CLEAN_UP = Duration.ofSeconds(60);
    /** For configuration that may explain a failure: worth a moment, not the run. */
    private static final Duration CAUSES = Duration.ofSeconds(20);

    private static final Duration STATEMENTS = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final ClusterOptions options;
    private final boolean policies;
    private final RunEvent.Listener listener;
    private final RunScope scope;
    private final RunObjects objects;
    private final Together together = new Together(REQUESTS);
    private List<String> nodes = List.of();
    private @Nullable MeshComponents mesh;
    private volatile @Nullable RunContext running;
    private volatile @Nullable AgentPods agents;
    private volatile @Nullable StandingCanaries standing;
    private volatile @Nullable FreshClients clients;
    private volatile @Nullable RunPolicies gate;
    private volatile @Nullable ServerContainers containers;
    private volatile boolean touched;

    public ClusterSite(
            String run, Cluster cluster, ClusterOptions options, boolean policies, RunEvent.Listener listener) {
        this.cluster = cluster;
        this.options = options;
        this.policies = policies;
        this.listener = listener;
        scope = RunScope.ofKey(run);
        objects = new RunObjects(scope);
    }

    @Override
    public Survey survey() throws SiteException {
        VersionInfo version =
                cluster.ask("reach the cluster", () -> cluster.client().getKubernetesVersion());
        new CheckRights(cluster, together).call(rights());
        ChosenNodes chosen = new Nodes(cluster, options, this::note).call();
        nodes = chosen.names();
        if (nodes.size() == 1 && !pairsWithinNodes()) {
            throw new SiteException("the standing canary of one node has nobody to talk to;"
                    + " choose two nodes, or other namespaces with --from and --to");
        }
        MeshComponents found = MeshComponents.read(cluster);
        mesh = found;
        found.gaps(nodes).forEach(this::note);
        return new Survey(
                nodes, causes(), environment(version, found), chosen.gaps().orElse(""));
    }

    private List<Right> rights() {
        return Right.ofRun(options, policies);
    }

    private List<Cause> causes() {
        List<Scope.Place> places = List.of(
                new Scope.Place(options.to(), scope.labels(RunObjects.SERVER), CanaryPort.OPEN.usual()),
                new Scope.Place(options.from(), scope.labels(RunObjects.CLIENT), CanaryPort.OPEN.usual()));
        return Causes.survey(cluster.client(), new Scope(nodes, places, MeshComponents.NAMESPACE), CAUSES);
    }

    private Map<String, String> environment(VersionInfo version, MeshComponents found) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("kubernetes", version.getGitVersion());
        found.images().forEach((component, images) -> environment.put(component, String.join(", ", images)));
        environment.put("image", options.image());
        if (!options.nodes().selector().isEmpty()) {
            environment.put("node selector", options.nodes().selector());
        }
        return environment;
    }

    @Override
    public Set<Way> ways() {
        return EnumSet.allOf(Way.class);
    }

    /** A standing canary is server and client in one; what it tells itself never leaves it. */
    @Override
    public boolean pairsWithinNodes() {
        return !options.standing() || !options.from().equals(options.to());
    }

    @Override
    public List<ServerPlace> deploy(Coverage coverage, Duration timeout) throws SiteException {
        touched = true;
        Map<String, ReadyNamespace> namespaces = namespaces(timeout);
        PodWatch watch = PodWatch.open(cluster, options.namespaces(), scope.selector());
        RunContext context = new RunContext(
                cluster,
                options,
                scope,
                objects,
                new PodRecipe(options),
                Objects.requireNonNull(mesh, "no survey was made"),
                namespaces,
                watch,
                together,
                Credentials.create(),
                listener);
        running = context;
        AgentPods started = new AgentPods(context);
        agents = started;
        started.begin(nodes, timeout);
        if (options.standing()) {
            standing = StandingCanaries.prepare(context, nodes, timeout);
        } else {
            accounts(context);
        }
        FreshClients fresh = new FreshClients(context);
        clients = fresh;
        fresh.begin(coverage.clients().stream()
                .filter(place -> standing == null || place.zone() == Zone.PLAIN)
                .toList());
        if (policies) {
            gate = RunPolicies.begin(context, nodes.getFirst());
        }
        List<ServerPlace> places = new DeployServers(context, standing).call(coverage.servers(), timeout);
        containers = ServerContainers.of(places, this::pod);
        return places;
    }

    private @Nullable PodState pod(ServerPlace place) {
        StandingCanaries living = standing;
        PodWatch watch = living != null && place.order().zone() == Zone.MESH
                ? living.watch()
                : context().watch();
        return watch.now(
                new PodWatch.PodName(place.server().namespace(), place.server().pod()));
    }

    private Map<String, ReadyNamespace> namespaces(Duration timeout) throws SiteException {
        Namespaces ready = new Namespaces(cluster, objects, options.lifetime());
        Map<String, ReadyNamespace> namespaces = new LinkedHashMap<>();
        for (String namespace : options.namespaces()) {
            namespaces.put(namespace, ready.prepare(namespace, timeout));
        }
        return namespaces;
    }

    private void accounts(RunContext context) throws SiteException {
        ReadyNamespace servers = context.servers(Zone.MESH);
        ReadyNamespace clients = context.clients(Zone.MESH);
        cluster.create(objects.serviceAccount(RunObjects.SERVER, servers.owner(), servers.name()));
        cluster.create(objects.serviceAccount(RunObjects.CLIENT, clients.owner(), clients.name()));
    }

    @Override
    public void enforcePolicies(List<ServerPlace> servers, Duration timeout) throws SiteException {
        Objects.requireNonNull(gate, "policies were not asked for").await(servers, timeout);
    }

    @Override
    public Map<String, HandshakeResult> handshakes(List<ServerPlace> servers, Duration timeout) throws SiteException {
        return new AskHandshakes(
                        context(),
                        Objects.requireNonNull(clients, "no client was made").strangers())
                .call(servers, timeout);
    }

    @Override
    public MeshStatements statements(List<ProbePath> paths, Duration timeout) {
        List<PodName> pods = paths.stream()
                .filter(path -> path.expect() == Expectation.ENCRYPTED)
                .flatMap(path -> Stream.of(
                        new PodName(path.client().namespace(), path.client().pod()),
                        new PodName(path.server().namespace(), path.server().pod())))
                .filter(pod -> !pod.name().isEmpty())
                .toList();
        Duration atMost = timeout.compareTo(STATEMENTS) < 0 ? timeout : STATEMENTS;
        return MeshViews.read(cluster.client(), pods, MeshComponents.NAMESPACE, atMost);
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        return Objects.requireNonNull(agents, "no agent was begun").connect(node, timeout);
    }

    @Override
    public ClientRun startClient(ClientOrder order) throws SiteException {
        StandingCanaries living = standing;
        return living != null && order.place().zone() == Zone.MESH
                ? living.client(order)
                : Objects.requireNonNull(clients, "no client was made").client(order);
    }

    @Override
    public Set<String> lostServers(List<ServerPlace> servers, Set<String> silentNodes) {
        Set<String> lost = new HashSet<>(
                Objects.requireNonNull(containers, "no server was deployed").lost(servers));
        AgentPods started = Objects.requireNonNull(agents, "no agent was begun");
        servers.stream()
                .map(ServerPlace::order)
                .filter(order -> silentNodes.contains(order.node()) && started.isSaidToRun(order.node()))
                .map(ServerOrder::name)
                .forEach(lost::add);
        return lost;
    }

    @Override
    public void cleanUp() throws SiteException {
        AgentPods started = agents;
        if (started != null) {
            started.close();
        }
        StandingCanaries living = standing;
        if (living != null) {
            living.close();
        }
        FreshClients fresh = clients;
        if (fresh != null) {
            fresh.close();
        }
        RunPolicies watching = gate;
        if (watching != null) {
            watching.close();
        }
        RunContext context = running;
        if (context != null) {
            context.watch().close();
        }
        if (options.keep()) {
            note("everything was kept; remove it with: prober cleanup --run " + scope.id());
        } else if (touched) {
            new TakeAway(cluster, Right.deletions(rights()), options.namespaces(), scope.selector()).call(CLEAN_UP);
        }
    }

    private RunContext context() {
        return Objects.requireNonNull(running, "no server was deployed");
    }

    private void note(String text) {
        listener.event(new RunEvent.Note(text));
    }
}
