package io.ambientprober.run;

import io.ambientprober.api.AgentApi;
import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.AgentOrderJson;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent behind its HTTP API, reached on its loopback device (in a cluster, through a port-forward). While it is armed, or counts, its
 * {@link Lease} is renewed, until the capture is stopped or {@link #close()} is called.
 */
public final class HttpAgent implements Agent {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration ARM = Duration.ofSeconds(30);
    /** An agent that takes longer to stop says so itself. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(45);

    /** For order and answer on their way. */
    private static final Duration SWEEP_MARGIN = Duration.ofSeconds(3);

    private static final Duration SHORTEST_SWEEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_EVIDENCE = Duration.ofMinutes(2);
    /** What an agent keeps, and as much again for heads and the names of devices. */
    private static final long MAX_EVIDENCE = 2 * AgentApi.EVIDENCE_BYTES;

    private static final OpenOption[] INTO = {
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        LinkOption.NOFOLLOW_LINKS
    };

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    /** Between two looks at a sweep. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Bytes of the answers that say how a capture stands. */
    private static final int MAX_STATUS = 1 << 20;

    private final String node;
    private final PinnedClient client;
    /** A count may go on when the capture has ended. */
    private volatile boolean counting;

    private @Nullable Lease lease;

    private HttpAgent(String node, PinnedClient client) {
        this.node = node;
        this.client = client;
    }

    /**
     * Makes sure that it is the agent that was announced, of our version, that answers there.
     *
     * @param way by which it is reached from here
     * @param own by which it knows us
     * @throws SiteException when nothing answers (it may yet come up), or somebody else does
     */
    public static HttpAgent connect(String node, Connector way, Announcement announced, Credentials own)
            throws SiteException {
        if (!announced.version().equals(ThisRelease.version())) {
            throw new SiteException("the agent of node " + node + " is of version " + announced.version() + ", this is "
                    + ThisRelease.version() + ": use the image of this version");
        }
        HttpAgent agent = new HttpAgent(
                node, PinnedClient.ofOneLine("the agent of node " + node, way, own, announced.fingerprint()));
        try {
            agent.client.get(AgentApi.STATUS, CALL, MAX_STATUS);
            return agent;
        } catch (SiteException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public void arm(AgentOrder order) throws SiteException {
        client.post(AgentApi.ARM, AgentOrderJson.bytes(order), ARM, MAX_STATUS);
        renewLease();
    }

    private synchronized void renewLease() {
        if (lease == null) {
            lease = new Lease("lease of " + node, RENEWAL, this::renew);
        }
    }

    private void renew() {
        try {
            client.get(AgentApi.STATUS, CALL, MAX_STATUS);
        } catch (SiteException e) {
            // The call that matters, stop, will say what became of it.
        }
    }

    @Override
    public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
        if (!counting) {
            endLease();
        }
        Deadline end = new Deadline(System::nanoTime, longest(timeout, LONGEST_STOP));
        client.post(AgentApi.STOP, AgentApi.stopBody(clients), end.left(), MAX_STATUS);
        byte[] body = client.get(AgentApi.OBSERVATIONS, end.left(), ObservationsJson.MAX_BYTES);
        try {
            return KeptObservations.answered(node, body);
        } catch (IOException e) {
            throw new SiteException("the agent of node " + node + " answered no observations: " + e.getMessage(), e);
        }
    }

    /** A run whose time is over still asks what was seen. */
    private static Duration longest(Duration timeout, Duration longest) {
        if (timeout.compareTo(CALL) < 0) {
            return CALL;
        }
        return timeout.compareTo(longest) < 0 ? timeout : longest;
    }

    @Override
    public Map<PodName, Swept> sweep(SweepOrder order, Duration timeout) throws SiteException {
        if (order.targets().isEmpty()) {
            return Map.of();
        }
        TimedSweep sweep = new TimedSweep(order, sweepTime(timeout));
        Deadline end = new Deadline(System::nanoTime, sweep.time().plus(SWEEP_MARGIN));
        client.post(AgentApi.SWEEP, SweepOrderJson.bytes(sweep), end.atMost(CALL), MAX_STATUS);
        while (!end.isOver()) {
            Optional<Map<PodName, Swept>> swept = swept(order, end.atMost(CALL));
            if (swept.isPresent()) {
                return swept.get();
            }
            pause();
        }
        throw new SiteException("the agent of node " + node + " did not end its sweep within "
                + sweep.time().plus(SWEEP_MARGIN).toSeconds() + " s");
    }

    /** Empty as long as it goes on. */
    private Optional<Map<PodName, Swept>> swept(SweepOrder order, Duration timeout) throws SiteException {
        byte[] body = client.get(AgentApi.SWEPT, timeout, SweepAnswerJson.MAX_BYTES);
        try {
            return SweepAnswerJson.read(order, body);
        } catch (IOException e) {
            throw new SiteException("the agent of node " + node + " answered no sweep: " + e.getMessage(), e);
        }
    }

    private static void pause() throws SiteException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
    }

    /** The agent ends before it is given up here. */
    private static Duration sweepTime(Duration timeout) {
        Duration time = timeout.minus(SWEEP_MARGIN);
        if (time.compareTo(SHORTEST_SWEEP) < 0) {
            return SHORTEST_SWEEP;
        }
        return time.compareTo(TimedSweep.LONGEST) < 0 ? time : TimedSweep.LONGEST;
    }

    @Override
    public void countFlows(FlowOrder order) throws SiteException {
        client.post(AgentApi.FLOWS, NodeFlowsJson.bytes(order), CALL, MAX_STATUS);
        counting = true;
        renewLease();
    }

    @Override
    public NodeFlows flows(Duration timeout) throws SiteException {
        byte[] body = client.get(AgentApi.FLOW_COUNTS, longest(timeout, LONGEST_STOP), NodeFlowsJson.MAX_BYTES);
        try {
            return NodeFlowsJson.flows(node, body);
        } catch (IOException e) {
            throw new SiteException("the agent of node " + node + " answered no count: " + e.getMessage(), e);
        }
    }

    @Override
    public void evidence(Path file, Duration timeout) throws SiteException {
        client.download(AgentApi.EVIDENCE, file, longest(timeout, LONGEST_EVIDENCE), MAX_EVIDENCE, INTO);
    }

    private synchronized void endLease() {
        Lease running = lease;
        lease = null;
        if (running != null) {
            running.end();
        }
    }

    /** The agent itself goes on until its lease ends. */
    @Override
    public void close() {
        endLease();
        client.close();
    }
}
