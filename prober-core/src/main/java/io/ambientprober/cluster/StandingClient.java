package io.ambientprober.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that lives between runs and is told over a port-forward to its loopback what to send. */
record StandingClient(Workplace work, ClientOrder order, Client client, Credentials own) implements ClientRun {
    private static final String CANARY = "/canary";
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(10);

    /** The log is read each time: a container that was restarted has another port and another key. */
    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        PodName pod = new PodName(client.namespace(), client.pod());
        Announcement announced = new PodLog(work.cluster(), pod).announcement(() -> {}, ANNOUNCEMENT);
        try (LocalPortForward forward = ForwardedAgent.forward(work, pod, announced.port());
                PinnedClient there = new PinnedClient(
                        "the standing canary " + pod, forward.getLocalPort(), own, announced.fingerprint())) {
            byte[] answer = there.post(
                    CANARY, body().toString().getBytes(StandardCharsets.UTF_8), timeout, ReportedOutcome.MAX_BYTES);
            return work.outcome(
                    order,
                    ReportedOutcome.parse(
                            "pod " + pod, order.connections(), new String(answer, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SiteException("the way to the standing canary " + pod + " does not close: " + e.getMessage(), e);
        }
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("run", order.run())
                .put("path", order.pathId())
                .put("target", order.target().toString())
                .put("port", order.port())
                .put("connections", order.connections())
                .put("requestBytes", order.requestBytes())
                .put("responseBytes", order.responseBytes())
                .put("connectTimeoutMillis", order.connectTimeout().toMillis())
                .put("requestTimeoutMillis", order.requestTimeout().toMillis());
        if (order.policies()) {
            body.put("deniedPort", PodRecipe.DENIED_PORT).put("identityPort", PodRecipe.IDENTITY_PORT);
        }
        return body;
    }
}
