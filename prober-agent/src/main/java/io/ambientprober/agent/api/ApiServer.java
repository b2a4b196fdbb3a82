package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.http.Answer;
import io.ambientprober.agent.http.LoopbackServer;
import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.api.AgentApi;
import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.AgentOrderJson;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The agent's side of {@link AgentApi}. */
public final class ApiServer implements AutoCloseable {
    /** A thousand pods to sweep take a fifth of it, an order to capture less. */
    private static final int MAX_BODY = 1 << 20;
    /** Longer than a capture takes to stop. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration MIN_CHECK = Duration.ofMillis(20);

    private final Session session;
    private final FlowSession flows;
    private final SweepEndpoint sweeps = new SweepEndpoint();
    private final LoopbackServer server;
    private final Thread expiry;

    private ApiServer(Settings settings) throws IOException {
        session =
                new Session(settings.node(), settings.capture(), settings.folder(), settings.lease(), System::nanoTime);
        flows = new FlowSession(settings.node());
        Map<String, Route> routes = Map.of(
                AgentApi.ARM, new Route("POST", (name, body) -> arm(body)),
                AgentApi.STATUS, new Route("GET", (name, body) -> status()),
                AgentApi.STOP, new Route("POST", (name, body) -> stop(body)),
                AgentApi.OBSERVATIONS, new Route("GET", (name, body) -> observations()),
                AgentApi.EVIDENCE, new Route("GET", (name, body) -> evidence()),
                AgentApi.SWEEP, new Route("POST", (name, body) -> sweeps.begin(body)),
                AgentApi.SWEPT, new Route("GET", (name, body) -> sweeps.outcome()),
                AgentApi.FLOWS, new Route("POST", (name, body) -> count(body)),
                AgentApi.FLOW_COUNTS, new Route("GET", (name, body) -> counted()));
        LoopbackServer.Settings http = new LoopbackServer.Settings(
                settings.own(), settings.controller(), MAX_BODY, settings.requestTimeout(), ANSWER_TIMEOUT);
        server = LoopbackServer.start(http, routes, session::called);
        Duration tenth = settings.lease().dividedBy(10);
        Duration check = tenth.compareTo(MIN_CHECK) < 0 ? MIN_CHECK : tenth;
        expiry = Thread.ofPlatform().name("lease").daemon().start(() -> expireEvery(check));
    }

    private void expireEvery(Duration check) {
        try {
            while (true) {
                Thread.sleep(check);
                session.expire();
                expireFlows();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How an agent serves.
     *
     * @param own of this agent alone
     * @param controller the one that is served
     * @param folder of its own, for evidence
     * @param lease after which a capture that nobody asks about ends by itself
     * @param requestTimeout for a request to come in whole
     */
    public record Settings(
            String node,
            Credentials own,
            Fingerprint controller,
            CaptureOptions capture,
            Path folder,
            Duration lease,
            Duration requestTimeout) {}

    /** Returns when the server can be called. */
    public static ApiServer start(Settings settings) throws IOException {
        return new ApiServer(settings);
    }

    public Announcement announcement() {
        return server.announcement();
    }

    private void expireFlows() {
        if (session.isLeaseOver()) {
            flows.expire("the count ended by itself: no call of the controller for "
                    + session.lease().toSeconds() + " s");
        }
    }

    private Answer count(byte[] body) throws RequestException {
        FlowOrder order;
        try {
            order = NodeFlowsJson.order(body);
        } catch (IOException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        flows.order(order);
        return status();
    }

    private Answer counted() throws RequestException, IOException {
        NodeFlows counted = flows.end();
        session.called();
        return Answer.json(out -> NodeFlowsJson.write(counted, out));
    }

    private Answer status() {
        return Answer.json(StatusJson.bytes(session));
    }

    private Answer arm(byte[] body) throws RequestException {
        session.arm(order(body));
        return status();
    }

    private static AgentOrder order(byte[] body) throws RequestException {
        try {
            return AgentOrderJson.read(body);
        } catch (IOException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Answer stop(byte[] body) throws RequestException {
        session.stop(clients(body));
        session.called();
        return status();
    }

    private static Set<IpAddress> clients(byte[] body) throws RequestException {
        try {
            return AgentApi.clients(body);
        } catch (IllegalArgumentException e) {
            throw new RequestException(RequestException.BAD_REQUEST, "clients: " + e.getMessage());
        }
    }

    private Answer observations() throws RequestException, IOException {
        Observations observations = session.observations();
        return Answer.json(out -> ObservationsJson.write(observations, out));
    }

    private Answer evidence() throws RequestException, IOException {
        return Answer.file(session.evidence(), "application/x-pcapng");
    }

    /** Ends a capture that still runs. */
    @Override
    public void close() {
        try {
            server.close();
            expiry.interrupt();
        } finally {
            session.close();
            flows.close();
            sweeps.close();
        }
    }
}
