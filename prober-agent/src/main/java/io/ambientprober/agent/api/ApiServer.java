package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.run.AgentApi;
import io.ambientprober.run.ObservationsJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The agent's side of {@link AgentApi}: HTTP on the node's loopback device, which a port-forward reaches and the network does not. The
 * event loop only reads and writes; whatever may block is done by workers.
 */
public final class ApiServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int IDLE_SECONDS = 60;
    private static final int WORKERS = 4;
    private static final long START_SECONDS = 20;
    private static final long MIN_CHECK_MILLIS = 20;

    private final Vertx vertx;
    private final Session session;
    private final BearerToken token;
    private final Duration bodyTimeout;
    private final Map<String, Route> routes;
    private final HttpServer server;

    /** What a method of a path does. */
    private record Route(HttpMethod method, Endpoint endpoint) {}

    /** Answers a request whose sender is known. */
    private interface Endpoint {
        Future<Void> serve(HttpServerRequest request);
    }

    private ApiServer(Settings settings) {
        vertx = Vertx.vertx(options());
        session =
                new Session(settings.node(), settings.capture(), settings.folder(), settings.lease(), System::nanoTime);
        token = settings.token();
        bodyTimeout = settings.bodyTimeout();
        routes = Map.of(
                AgentApi.VERSION_PATH, new Route(HttpMethod.GET, this::version),
                AgentApi.ARM, new Route(HttpMethod.POST, this::arm),
                AgentApi.STATUS, new Route(HttpMethod.GET, this::status),
                AgentApi.STOP, new Route(HttpMethod.POST, this::stop),
                AgentApi.OBSERVATIONS, new Route(HttpMethod.GET, this::observations),
                AgentApi.EVIDENCE, new Route(HttpMethod.GET, this::evidence));
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(HOST)
                        .setPort(settings.port())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(this::serve);
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

    /** One small service: few threads, no file cache. */
    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /** Returns when the server can be called. */
    public static ApiServer start(Settings settings) throws IOException {
        ApiServer api = new ApiServer(settings);
        try {
            await(api.server.listen());
        } catch (IOException e) {
            api.close();
            throw new IOException("cannot listen on " + HOST + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        long check = Math.max(MIN_CHECK_MILLIS, settings.lease().toMillis() / 10);
        api.vertx.setPeriodic(check, ignored -> api.watchLease());
        return api;
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    private void watchLease() {
        if (session.isForsaken()) {
            vertx.executeBlocking(() -> {
                session.expire();
                return null;
            });
        }
    }

    private void serve(HttpServerRequest request) {
        Future<Void> served;
        if (AgentApi.HEALTH.equals(request.path())) {
            served = request.method().equals(HttpMethod.GET)
                    ? json(request, Answers.health())
                    : notAllowed(request, HttpMethod.GET);
        } else if (!token.matches(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            served = refused(RequestException.UNAUTHORIZED, "the bearer token is missing or wrong");
        } else {
            session.called();
            served = route(request);
        }
        served.onFailure(failure -> fail(request, failure));
    }

    private Future<Void> route(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        Route route = routes.get(path);
        if (route == null) {
            return refused(RequestException.NOT_FOUND, "no such path: " + path);
        }
        return request.method().equals(route.method())
                ? route.endpoint().serve(request)
                : notAllowed(request, route.method());
    }

    private Future<Void> version(HttpServerRequest request) {
        return json(request, Answers.version(session.node()));
    }

    private Future<Void> status(HttpServerRequest request) {
        return blocking(() -> Answers.status(session)).compose(body -> json(request, body));
    }

    private Future<Void> arm(HttpServerRequest request) {
        return Bodies.read(vertx, request, bodyTimeout)
                .compose(body -> blocking(() -> {
                    session.arm(plan(body));
                    return Answers.status(session);
                }))
                .compose(body -> json(request, body));
    }

    private static Plan plan(Buffer body) throws RequestException {
        try {
            return PlanFile.parse("plan", body.getBytes());
        } catch (PlanFormatException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Future<Void> stop(HttpServerRequest request) {
        return blocking(() -> {
                    session.stop();
                    session.called();
                    return Answers.status(session);
                })
                .compose(body -> json(request, body));
    }

    private Future<Void> observations(HttpServerRequest request) {
        return blocking(() -> Buffer.buffer(ObservationsJson.bytes(session.observations())))
                .compose(body -> json(request, body));
    }

    private Future<Void> evidence(HttpServerRequest request) {
        return blocking(session::evidence)
                .compose(file -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-pcapng")
                        .sendFile(file.toString()));
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    private static Future<Void> json(HttpServerRequest request, Buffer body) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body);
    }

    private static Future<Void> refused(int status, String message) {
        return Future.failedFuture(new RequestException(status, message));
    }

    private static Future<Void> notAllowed(HttpServerRequest request, HttpMethod allowed) {
        request.response().putHeader(HttpHeaders.ALLOW, allowed.name());
        return refused(RequestException.METHOD_NOT_ALLOWED, request.path() + " takes " + allowed.name());
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            request.connection().close();
            return;
        }
        int status = failure instanceof RequestException known ? known.status() : RequestException.INTERNAL;
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        // whatever of the request has not come yet is not waited for
        boolean whole = request.isEnded();
        if (!whole) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        response.end(Answers.error(message)).onComplete(ignored -> {
            if (!whole) {
                request.connection().close();
            }
        });
    }

    /** Ends a capture that still runs. */
    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (IOException e) {
            throw new IllegalStateException("the server does not close", e);
        } finally {
            session.close();
        }
    }
}
