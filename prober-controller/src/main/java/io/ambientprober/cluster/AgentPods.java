package io.ambientprober.cluster;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.peer.Announcement;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Agent;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One agent on the network of every node. Each is connected to as soon as it runs, ahead of the time when
 * it is asked for.
 */
final class AgentPods implements AutoCloseable {
    /** Agents that are being connected to: a run of a thousand nodes is not a flood. */
    private static final int AT_ONCE = 32;

    private final RunContext context;
    private final Duration timeout;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, PodName> pods = new LinkedHashMap<>();
    private final Map<String, FutureTask<ForwardedAgent>> connections = new HashMap<>();

    /** @param timeout for each to be connected to */
    AgentPods(RunContext context, Duration timeout) {
        this.context = context;
        this.timeout = timeout;
        List<String> nodes = context.blueprint().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            PodName name = context.podOf(context.blueprint().control(), RunObjects.agent(i));
            pods.put(node, name);
            connections.put(node, new FutureTask<>(() -> connection(node, name)));
        }
    }

    /** What is begun as soon as each pod is made. */
    Map<PodName, Runnable> begin() {
        Map<PodName, Runnable> begin = new HashMap<>();
        pods.forEach((node, name) -> begin.put(
                name,
                () -> Thread.ofVirtual().name("way to the agent of " + node).start(connection(node))));
        return begin;
    }

    private FutureTask<ForwardedAgent> connection(String node) {
        return Objects.requireNonNull(connections.get(node), node);
    }

    /** @throws SiteException when it does not run, or what answers cannot prove that it is the agent */
    Agent connect(String node, Duration timeout) throws SiteException {
        try {
            return connection(node).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SiteException site
                    ? site
                    : new SiteException("the agent of node " + node + " is not reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new SiteException("the agent of node " + node + " is not reached in time", e);
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
    }

    private ForwardedAgent connection(String node, PodName name) throws SiteException, InterruptedException {
        Deadline deadline = new Deadline(System::nanoTime, timeout);
        if (context.watch().await(name, AgentPods::runsOrEnded, timeout) == null) {
            throw context.late(name, "running");
        }
        places.acquire();
        try {
            PodLog.Hope alive = () -> requireAlive(node, name);
            Announcement announced = new PodLog(context.cluster(), name).announcement(alive, deadline.left());
            return ForwardedAgent.connect(context, name, node, announced, alive);
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
        PodState pod = context.watch().now(Objects.requireNonNull(pods.get(node), node));
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
