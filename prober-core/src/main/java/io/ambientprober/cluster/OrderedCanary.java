package io.ambientprober.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A canary that is told over a port-forward to its pod's loopback what to send. An order holds the run's key, which nothing that can be
 * read in the cluster may.
 *
 * @param own by which it knows us
 */
record OrderedCanary(Workplace work, PodName pod, Credentials own) {
    private static final String CANARY = "/canary";

    /**
     * Has an order carried out. The log is read each time: a container that was restarted has another port and another key.
     *
     * @param hope whether the canary may still say where it listens
     * @param start until it says so
     * @param timeout for its answer
     * @return null when what it says does not count
     */
    @Nullable
    Outcome send(ClientOrder order, PodLog.Hope hope, Duration start, Duration timeout) throws SiteException {
        Announcement announced = new PodLog(work.cluster(), pod).announcement(hope, start);
        try (LocalPortForward forward = ForwardedAgent.forward(work, pod, announced.port());
                PinnedClient there =
                        new PinnedClient("the canary " + pod, forward.getLocalPort(), own, announced.fingerprint())) {
            byte[] answer = there.post(
                    CANARY,
                    body(order).toString().getBytes(StandardCharsets.UTF_8),
                    timeout,
                    ReportedOutcome.MAX_BYTES);
            return work.outcome(
                    order,
                    ReportedOutcome.parse(
                            "pod " + pod, order.connections(), new String(answer, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SiteException("the way to the canary " + pod + " does not close: " + e.getMessage(), e);
        }
    }

    private static ObjectNode body(ClientOrder order) {
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
        if (order.policies() && order.zone() == Zone.MESH) {
            body.put("deniedPort", PodRecipe.DENIED_PORT).put("identityPort", PodRecipe.IDENTITY_PORT);
        }
        return body;
    }
}
