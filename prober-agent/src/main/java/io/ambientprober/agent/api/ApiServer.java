package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.http.BearerToken;
import io.ambientprober.agent.http.Call;
import io.ambientprober.agent.http.LoopbackServer;
import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.run.AgentApi;
import io.ambientprober.run.ObservationsJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The agent's side of {@link AgentApi}. */
public final class ApiServer implements AutoCloseable {
    private static final int MAX_BODY = 16 << 20;
    /** Longer than a capture takes to stop. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final int WORKERS = 4;
    private static final Duration MIN_CHECK = Duration.ofMillis(20);

    private final Session session;
    private final LoopbackServer server;

    private ApiServer(Settings settings) throws IOException {
        session =
                new Session(settings.node(), settings.capture(), settings.folder(), settings.lease(), System::nanoTime);
        Map<String, Route> routes = Map.of(
                AgentApi.VERSION_PATH, new Route(HttpMethod.GET, this::version),
                AgentApi.ARM, new Route(HttpMethod.POST, this::arm),
                AgentApi.STATUS, new Route(HttpMethod.GET, this::status),
                AgentApi.STOP, new Route(HttpMethod.POST, this::stop),
                AgentApi.OBSERVATIONS, new Route(HttpMethod.GET, this::observations),
                AgentApi.EVIDENCE, new Route(HttpMethod.GET, this::evidence));
        LoopbackServer.Settings http = new LoopbackServer.Settings(
                settings.port(),
                settings.token(),
                AgentApi.HEALTH,
                MAX_BODY,
                settings.bodyTimeout(),
                ANSWER_TIMEOUT,
                WORKERS);
        server = LoopbackServer.start(http, routes, session::called);
        Duration check = settings.lease().dividedBy(10);
        server.every(check.compareTo(MIN_CHECK) < 0 ? MIN_CHECK : check, session::expire);
    }

    /**
     * How an agent serves.
     *
     * @param port 0 for any that is free
     * @param folder of its own, for evidence
     * @param lease after which a capture that nobody asks about ends by itself
     * @param bodyTimeout for a request to come in whole
     */
    public record Settings(
            String node,
            int port,
            BearerToken token,
            CaptureOptions capture,
            Path folder,
            Duration lease,
            Duration bodyTimeout) {}

    /** Returns when the server can be called. */
    public static ApiServer start(Settings settings) throws IOException {
        return new ApiServer(settings);
    }

    public int port() {
        return server.port();
    }

    private Future<Void> version(Call call) {
        return call.json(Answers.version(session.node()));
    }

    private Future<Void> status(Call call) {
        return call.blocking(() -> Answers.status(session)).compose(call::json);
    }

    private Future<Void> arm(Call call) {
        return call.body()
                .compose(body -> call.blocking(() -> {
                    session.arm(plan(body));
                    return Answers.status(session);
                }))
                .compose(call::json);
    }

    private static Plan plan(Buffer body) throws RequestException {
        try {
            return PlanFile.parse("plan", body.getBytes());
        } catch (PlanFormatException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Future<Void> stop(Call call) {
        return call.blocking(() -> {
                    session.stop();
                    session.called();
                    return Answers.status(session);
                })
                .compose(call::json);
    }

    private Future<Void> observations(Call call) {
        return call.blocking(() -> Buffer.buffer(ObservationsJson.bytes(session.observations())))
                .compose(call::json);
    }

    private Future<Void> evidence(Call call) {
        return call.blocking(session::evidence).compose(file -> call.file(file, "application/x-pcapng"));
    }

    /** Ends a capture that still runs. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            session.close();
        }
    }
}
