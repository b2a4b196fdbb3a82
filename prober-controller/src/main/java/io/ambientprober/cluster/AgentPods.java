package io.ambientprober.cluster;

import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.peer.Announcement;
import io.ambientprober.run.Agent;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One agent on the network of every node. They are begun together, and each is connected to as soon as it runs, ahead of the time when
 * it is asked for.
 */
final class AgentPods implements AutoCloseable {
    /** Agents that are being connected to: a run of a thousand nodes is no flood. */
    private static final int AT_ONCE = 32;

    private final RunContext context;
    private final Map<String, PodName> begun = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, FutureTask<ForwardedAgent>> connections = new ConcurrentHashMap<>();

    AgentPods(RunContext context) {
        this.context = context;
    }

    /** @param timeout for each to be connected to */
    void begin(List<String> nodes, Duration timeout) throws SiteException {
        List<Together.Work<Boolean>> works = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            String part = "agent-" + i;
            works.add(() -> {
                PodName name = create(node, part);
                begun.put(node, name);
                FutureTask<ForwardedAgent> connection = new FutureTask<>(() -> connection(node, name, timeout));
                connections.put(node, connection);
                Thread.ofVirtual().name("way to the agent of " + node).start(connection);
                return true;
            });
        }
        context.together().all(works);
    }

    private PodName create(String node, String part) throws SiteException {
        ReadyNamespace place = context.namespace(ClusterOptions.CONTROL_NAMESPACE);
        PodSpec spec = context.recipe().agent(node, context.own().fingerprint().hex());
        return PodName.of(
                context.cluster().create(context.objects().pod(place.name(), part, "agent", place.owner(), spec)));
    }

    /** @throws SiteException when it does not run, or whoever answers does not prove to be it */
    Agent connect(String node, Duration timeout) throws SiteException {
        try {
            return Objects.requireNonNull(connections.get(node), node).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SiteException site
                    ? site
                    : new SiteException("the agent of node " + node + " is not reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new SiteException("the agent of node " + node + " is not reached in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("the run was interrupted", e);
        }
    }

    private ForwardedAgent connection(String node, PodName name, Duration timeout)
            throws SiteException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        if (context.watch().await(name, AgentPods::runsOrEnded, timeout) == null) {
            throw context.late(name, "running");
        }
        places.acquire();
        try {
            Announcement announced = new PodLog(context.cluster(), name)
                    .announcement(() -> requireAlive(node, name), Duration.ofNanos(end - System.nanoTime()));
            return ForwardedAgent.connect(context, name, node, announced, context.own());
        } finally {
            places.release();
        }
    }

    /** Says nothing of who answers on its ports. */
    private static @Nullable PodState runsOrEnded(PodState pod) throws SiteException {
        pod.requireHope();
        return pod.started() ? pod : null;
    }

    private void requireAlive(String node, PodName name) throws SiteException {
        PodState pod = context.watch().now(name);
        if (pod == null || pod.ended()) {
            throw new SiteException("the agent of node " + node + " does not run: "
                    + (pod == null ? "pod " + name + " was deleted" : pod.endedBecause()));
        }
    }

    /** Whether the API server takes it to run: one that does and is silent is on a node that is gone. */
    boolean isSaidToRun(String node) {
        PodName name = begun.get(node);
        PodState pod = name == null ? null : context.watch().now(name);
        return pod != null && !pod.going() && !pod.runningContainers().isEmpty();
    }

    @Override
    public void close() {
        for (FutureTask<ForwardedAgent> connection : connections.values()) {
            if (!connection.cancel(true) && connection.state() == Future.State.SUCCESS) {
                connection.resultNow().close();
            }
        }
    }
}
