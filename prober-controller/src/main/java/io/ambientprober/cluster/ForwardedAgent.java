package io.ambientprober.cluster;

import io.ambientprober.api.Observations;
import io.ambientprober.peer.Announcement;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Agent;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** An agent behind a port-forward, whose every connection is a stream through the API server. */
record ForwardedAgent(LocalPortForward forward, HttpAgent agent, AskAgain again) implements Agent, AutoCloseable {
    /** As long as an agent that is not asked for anything goes on, and longer than a kubelet takes to start. */
    private static final Duration LONGEST_CUT = Duration.ofSeconds(30);

    static ForwardedAgent connect(
            RunContext context, PodName pod, String node, Announcement announced, PodLog.Hope alive)
            throws SiteException {
        LocalPortForward forward = forward(context, pod, announced.port());
        try {
            AskAgain again = new AskAgain(alive);
            return new ForwardedAgent(
                    forward,
                    again.within(
                            LONGEST_CUT,
                            left -> HttpAgent.connect(node, forward.getLocalPort(), announced, context.own())),
                    again);
        } catch (SiteException | RuntimeException e) {
            end(forward);
            throw e;
        }
    }

    static LocalPortForward forward(RunContext context, PodName pod, int port) throws SiteException {
        try {
            return context.cluster()
                    .client()
                    .pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .portForward(port, InetAddress.ofLiteral("127.0.0.1"), 0);
        } catch (KubernetesClientException e) {
            throw context.cluster().failure("forward a port to pod " + pod, e);
        }
    }

    @Override
    public String node() {
        return agent.node();
    }

    @Override
    public void arm(Plan plan) throws SiteException {
        again.within(LONGEST_CUT, left -> {
            agent.arm(plan);
            return true;
        });
    }

    @Override
    public Observations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
        return again.within(LONGEST_CUT, left -> agent.stop(clients, timeout));
    }

    @Override
    public void evidence(Path file) throws SiteException {
        again.within(LONGEST_CUT, left -> {
            agent.evidence(file);
            return true;
        });
    }

    @Override
    public void close() {
        agent.close();
        end(forward);
    }

    static void end(LocalPortForward forward) {
        try {
            forward.close();
        } catch (IOException e) {
            // It is no longer needed, and nobody is left to tell.
        }
    }
}
