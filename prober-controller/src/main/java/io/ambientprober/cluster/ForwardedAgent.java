package io.ambientprober.cluster;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.cluster.forward.PodForward;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.peer.Announcement;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Agent;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.KeptObservations;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** An agent behind a port-forward. */
record ForwardedAgent(HttpAgent agent, AskAgain again) implements Agent {
    /** As long as an agent that is not asked for anything goes on, and longer than a kubelet takes to start. */
    private static final Duration LONGEST_CUT = Duration.ofSeconds(30);

    static ForwardedAgent connect(
            RunContext context, PodName pod, String node, Announcement announced, PodLog.Hope alive)
            throws SiteException {
        PodForward way = PodForward.to(context.cluster().forwards(), pod, announced.port());
        AskAgain again = new AskAgain(alive);
        return new ForwardedAgent(
                again.within(LONGEST_CUT, left -> HttpAgent.connect(node, way, announced, context.own())), again);
    }

    @Override
    public String node() {
        return agent.node();
    }

    @Override
    public void arm(AgentOrder order) throws SiteException {
        again.within(LONGEST_CUT, left -> {
            agent.arm(order);
            return true;
        });
    }

    @Override
    public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
        return within(timeout, left -> agent.stop(clients, left));
    }

    @Override
    public Map<PodName, Swept> sweep(SweepOrder order, Duration timeout) throws SiteException {
        return within(timeout, left -> agent.sweep(order, left));
    }

    @Override
    public void countFlows(FlowOrder order) throws SiteException {
        again.within(LONGEST_CUT, left -> {
            agent.countFlows(order);
            return true;
        });
    }

    @Override
    public NodeFlows flows(Duration timeout) throws SiteException {
        return within(timeout, agent::flows);
    }

    @Override
    public void evidence(Path file, Duration timeout) throws SiteException {
        within(timeout, left -> {
            agent.evidence(file, left);
            return true;
        });
    }

    /** Whatever was cut, no longer than the run has time. */
    private <T> T within(Duration timeout, AskAgain.Question<T> question) throws SiteException {
        Deadline end = new Deadline(System::nanoTime, timeout);
        return again.within(end.atMost(LONGEST_CUT), left -> question.ask(end.left()));
    }

    @Override
    public void close() {
        agent.close();
    }
}
