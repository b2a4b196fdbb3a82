package io.ambientprober.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that lives between runs and is told over a port-forward to its loopback what to send. */
record StandingClient(Workplace work, ClientOrder order, Client client, String token) implements ClientRun {
    /** Of the agent's {@code canary-standing}. */
    private static final int CONTROL_PORT = 15_998;

    private static final String CANARY = "/canary";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        PodName pod = new PodName(client.namespace(), client.pod());
        try (LocalPortForward forward = ForwardedAgent.forward(work, pod, CONTROL_PORT);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build()) {
            HttpResponse<String> answer = http.send(
                    request(forward.getLocalPort(), timeout),
                    BodyHandlers.limiting(BodyHandlers.ofString(), ReportedOutcome.MAX_BYTES));
            if (answer.statusCode() != 200) {
                throw new SiteException("the standing canary " + pod + " refused (" + answer.statusCode() + "): "
                        + answer.body().strip());
            }
            return work.outcome(order, ReportedOutcome.parse("pod " + pod, order.connections(), answer.body()));
        } catch (HttpTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new SiteException("the standing canary " + pod + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("the run was interrupted", e);
        }
    }

    private HttpRequest request(int port, Duration timeout) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + CANARY))
                .timeout(timeout.isPositive() ? timeout : Duration.ofMillis(1))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body().toString()))
                .build();
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
