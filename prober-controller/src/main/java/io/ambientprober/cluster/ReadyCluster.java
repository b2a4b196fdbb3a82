package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.cluster.mesh.MeshViews;
import io.ambientprober.cluster.mesh.MeshViews.Placed;
import io.ambientprober.cluster.mesh.MeshViews.Subjects;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.run.Agent;
import io.ambientprober.run.InPod;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.MeshAnswers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster whose servers have addresses. */
record ReadyCluster(
        RunContext context,
        RunPods pods,
        List<ServerPlace> servers,
        Map<String, String> refusedServers,
        ServerContainers containers)
        implements Ready {
    private static final Duration STATEMENTS = Duration.ofSeconds(10);

    static ReadyCluster of(RunContext context, RunPods pods, List<ServerPlace> servers, Map<String, String> refused) {
        List<ServerPlace> there = servers.stream()
                .filter(place -> !refused.containsKey(place.order().name()))
                .toList();
        return new ReadyCluster(context, pods, servers, refused, ServerContainers.of(there, pods::now));
    }

    @Override
    public void enforcePolicies(Duration timeout) {
        pods.policies().ifPresent(policies -> policies.await(servers, timeout));
    }

    @Override
    public Map<String, HandshakeResult> handshakes(List<ServerPlace> asked, Duration timeout) throws SiteException {
        return new AskHandshakes(context, pods.plain().clients()).call(asked, timeout);
    }

    @Override
    public MeshAnswers askMesh(List<ProbePath> paths, Collection<EnrolledPod> others, Duration timeout) {
        List<PodName> canaries = paths.stream()
                .filter(path -> path.expect() == Expectation.ENCRYPTED)
                .flatMap(path -> Stream.of(
                        new PodName(path.client().namespace(), path.client().pod()),
                        new PodName(path.server().namespace(), path.server().pod())))
                .filter(pod -> !pod.name().isEmpty())
                .toList();
        Duration atMost = timeout.compareTo(STATEMENTS) < 0 ? timeout : STATEMENTS;
        Map<PodName, Placed> placed = others.stream()
                .collect(Collectors.toMap(
                        EnrolledPod::pod, pod -> new Placed(pod.node(), pod.redirection()), (a, _) -> a));
        return MeshViews.read(
                context.cluster().client(),
                new Subjects(canaries, this::placed, placed),
                context.options().mesh().ztunnel(),
                atMost);
    }

    /** Of a pod of the run, which is watched anyway. */
    private @Nullable Placed placed(PodName name) {
        PodState pod = context.watch().now(name);
        return pod == null ? null : new Placed(pod.node(), pod.redirection());
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        return pods.agents().connect(node, timeout);
    }

    @Override
    public void noMoreFor(ClientPlace place) {
        pods.canaries(place.zone()).noMoreFor(place);
    }

    @Override
    public ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
        return pods.canaries(place.zone()).client(place, order, timeout);
    }

    @Override
    public InPod inPod(ClientPlace place) {
        return new ClusterInPod(
                context,
                Objects.requireNonNull(context.inPods().pods().get(place), () -> "no pod was chosen for " + place));
    }

    @Override
    public boolean wasAway() {
        return context.cluster().wasAway();
    }

    /** A silent agent that is said to run is on a node that is gone, with its servers. */
    @Override
    public Set<String> lostServers(Set<String> silentNodes) {
        Set<String> lost = new HashSet<>(containers.lost(servers));
        servers.stream()
                .map(ServerPlace::order)
                .filter(order ->
                        silentNodes.contains(order.node()) && pods.agents().isSaidToRun(order.node()))
                .map(ServerOrder::name)
                .forEach(lost::add);
        return lost;
    }
}
