package io.ambientprober.cluster;

import io.ambientprober.cluster.Ground.Plot;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.run.Agent;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One agent on the network of every node. They are begun together, ahead of the time when they are asked for. */
final class NodeAgents implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final Workplace work;
    private final String token;
    private final String secret;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();
    private final Queue<ForwardedAgent> connected = new ConcurrentLinkedQueue<>();

    private record Begun(PodName name, int port, int attempt) {}

    NodeAgents(Workplace work, String token) {
        this.work = work;
        this.token = token;
        secret = work.scope().name("token");
    }

    void begin(List<String> nodes) throws SiteException {
        Plot plot = plot();
        work.cluster().create(work.objects().token(plot.namespace(), plot.owner(), token));
        List<Together.Work<Boolean>> works = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            String part = "agent-" + i;
            works.add(() -> {
                begun.put(node, create(node, part, 0));
                return true;
            });
        }
        work.together().all(works);
    }

    private Begun create(String node, String part, int attempt) throws SiteException {
        Plot plot = plot();
        int port = AgentPorts.of(work.scope(), attempt);
        String name = attempt == 0 ? part : part + "-" + attempt;
        Pod pod = work.cluster()
                .create(work.objects()
                        .pod(
                                plot.namespace(),
                                name,
                                "agent",
                                plot.owner(),
                                work.recipe().agent(node, port, secret)));
        return new Begun(PodName.of(pod), port, attempt);
    }

    Agent connect(String node, Duration timeout) throws SiteException {
        Begun agent = Objects.requireNonNull(begun.get(node), node);
        while (true) {
            PodState pod = work.watch().await(agent.name(), NodeAgents::readyOrEnded, timeout);
            if (pod == null) {
                throw work.late(agent.name(), "ready");
            }
            if (!pod.ended()) {
                ForwardedAgent forwarded =
                        ForwardedAgent.connect(work, agent.name(), node, agent.port(), token, timeout);
                connected.add(forwarded);
                return forwarded;
            }
            agent = again(node, agent, pod);
        }
    }

    private Begun again(String node, Begun agent, PodState pod) throws SiteException {
        String why = pod.endedBecause();
        if (!why.contains("ddress already in use") || agent.attempt() + 1 == ATTEMPTS) {
            throw new SiteException("the agent of node " + node + " does not run: " + why);
        }
        work.note("port " + agent.port() + " of node " + node + " is taken; the agent tries another");
        String part = agent.name().name().substring(work.scope().name("").length());
        Begun next = create(node, part, agent.attempt() + 1);
        begun.put(node, next);
        return next;
    }

    private static @Nullable PodState readyOrEnded(PodState pod) throws SiteException {
        pod.requireHope();
        return pod.ready() || pod.ended() ? pod : null;
    }

    /** Whether the API server takes it to run: one that does and is silent is on a node that is gone. */
    boolean isSaidToRun(String node) {
        Begun agent = begun.get(node);
        PodState pod = agent == null ? null : work.watch().now(agent.name());
        return pod != null && !pod.going() && !pod.runningContainers().isEmpty();
    }

    private Plot plot() {
        return work.plot(ClusterOptions.CONTROL_NAMESPACE);
    }

    @Override
    public void close() {
        connected.forEach(ForwardedAgent::close);
    }
}
