package io.ambientprober.agent.canary;

import io.ambientprober.agent.http.Answer;
import io.ambientprober.agent.http.LoopbackServer;
import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets a controller trigger the client of a standing canary. {@code POST /canary} runs a plan once and answers its outcome as a
 * termination message has it.
 */
final class StandingControl implements AutoCloseable {
    static final String CANARY = "/canary";

    private static final int MAX_BODY = 16 * 1024;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = StandingOrder.LONGEST.plusSeconds(30);
    /** A controller triggers the paths of a node a few at a time. */
    private static final int AT_ONCE = 8;

    private final LoopbackServer server;
    /** Ids of the paths under way. */
    private final Set<Integer> underWay = new HashSet<>();

    private StandingControl(Fingerprint controller) throws IOException {
        LoopbackServer.Settings settings = new LoopbackServer.Settings(
                Credentials.create(), controller, MAX_BODY, REQUEST_TIMEOUT, ANSWER_TIMEOUT);
        server = LoopbackServer.start(settings, Map.of(CANARY, new Route("POST", this::canary)), () -> {});
    }

    /** Returns when it can be called. */
    static StandingControl start(Fingerprint controller) throws IOException {
        return new StandingControl(controller);
    }

    Announcement announcement() {
        return server.announcement();
    }

    private Answer canary(byte[] body) throws RequestException {
        ClientPlan plan = StandingOrder.parse(body);
        begin(plan.path());
        try {
            return Answer.json(OutcomeJson.of(new CanaryClient(plan).run()).getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(RequestException.INTERNAL, "interrupted");
        } finally {
            end(plan.path());
        }
    }

    private synchronized void begin(int path) throws RequestException {
        if (underWay.size() >= AT_ONCE) {
            throw new RequestException(RequestException.TOO_MANY, AT_ONCE + " canaries are under way already");
        }
        if (!underWay.add(path)) {
            throw new RequestException(
                    RequestException.CONFLICT, "a canary of path %04x is under way already".formatted(path));
        }
    }

    private synchronized void end(int path) {
        underWay.remove(path);
    }

    @Override
    public void close() {
        server.close();
    }
}
