package io.ambientprober.run;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The capture agent of one node, from the controller's side. */
public interface Agent extends AutoCloseable {
    String node();

    /**
     * Begins to capture. Returns when every device is being captured.
     *
     * @param order with the addresses of servers and Services; those of clients are not known yet
     */
    void arm(AgentOrder order) throws SiteException;

    /**
     * Waits until what was captured is read, ends the capture, and returns what was seen.
     *
     * @param clients their addresses, by which the run's own connections are known from those of strangers
     */
    KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException;

    /**
     * Asks the HBONE ports of pods of the node.
     *
     * @return by pod; nothing of those for which there was no time
     */
    default Map<PodName, Swept> sweep(SweepOrder order, Duration timeout) throws SiteException {
        throw new SiteException("the agent of node " + node() + " sweeps no pods");
    }

    /** Counts the TCP of pods of the node from when it returns; called again it goes on with other addresses. */
    default void countFlows(FlowOrder order) throws SiteException {
        throw new SiteException("the agent of node " + node() + " counts no flows");
    }

    /** Ends the count, and returns it. */
    default NodeFlows flows(Duration timeout) throws SiteException {
        throw new SiteException("the agent of node " + node() + " counts no flows");
    }

    /**
     * Fetches the packets kept as evidence, as pcapng.
     *
     * @param file new, or made for it and empty
     * @param timeout what the run has left; a few seconds are allowed even where that is nothing
     */
    void evidence(Path file, Duration timeout) throws SiteException;

    /** Nothing more is asked of it: the way to it is closed. It goes on by itself until its lease ends. */
    @Override
    default void close() {}
}
