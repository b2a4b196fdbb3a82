package io.ambientprober.agent.canary;

import io.ambientprober.agent.http.BearerToken;
import io.ambientprober.agent.http.Call;
import io.ambientprober.agent.http.LoopbackServer;
import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.http.RequestException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a controller trigger the client of a standing canary. {@code POST /canary} runs a plan once and answers its outcome as a
 * termination message has it; {@code GET /health}, without the token, says that the pod lives.
 */
final class StandingControl implements AutoCloseable {
    static final String CANARY = "/canary";
    static final String HEALTH = "/health";

    private static final int MAX_BODY = 16 * 1024;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = StandingOrder.LONGEST.plusSeconds(30);
    /** A controller triggers the paths of a node a few at a time. */
    private static final int AT_ONCE = 8;

    private final LoopbackServer server;
    /** Ids of the paths under way. */
    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();

    private StandingControl(int port, BearerToken token) throws IOException {
        LoopbackServer.Settings settings =
                new LoopbackServer.Settings(port, token, HEALTH, MAX_BODY, REQUEST_TIMEOUT, ANSWER_TIMEOUT, AT_ONCE);
        server = LoopbackServer.start(settings, Map.of(CANARY, new Route(HttpMethod.POST, this::canary)), () -> {});
    }

    /** Returns when it can be called. */
    static StandingControl start(int port, BearerToken token) throws IOException {
        return new StandingControl(port, token);
    }

    int port() {
        return server.port();
    }

    private Future<Void> canary(Call call) {
        return call.body().compose(body -> {
            ClientPlan plan;
            try {
                plan = StandingOrder.parse(body.getBytes());
                begin(plan.path());
            } catch (RequestException e) {
                return Future.failedFuture(e);
            }
            return call.blocking(() -> Buffer.buffer(OutcomeJson.of(new CanaryClient(plan).run())))
                    .onComplete(ended -> underWay.remove(plan.path()))
                    .compose(call::json);
        });
    }

    private void begin(int path) throws RequestException {
        if (underWay.size() >= AT_ONCE) {
            throw new RequestException(RequestException.TOO_MANY, AT_ONCE + " canaries are under way already");
        }
        if (!underWay.add(path)) {
            throw new RequestException(
                    RequestException.CONFLICT, "a canary of path %04x is under way already".formatted(path));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
