package io.ambientprober.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small HTTP server on the loopback device, which a port-forward reaches and the network does not. Every path but the one for
 * liveness checks wants the bearer token. The event loop only reads and writes; whatever may block is done by workers.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long START_SECONDS = 20;

    private final Vertx vertx;
    private final Settings settings;
    private final Map<String, Route> routes;
    private final Runnable called;
    private final SilentConnections silent;
    private final HttpServer server;

    /**
     * How it serves.
     *
     * @param port 0 for any that is free
     * @param health the path that needs no token
     * @param maxBody bytes of a request's body
     * @param requestTimeout for a request to come in whole
     * @param answerTimeout for an answer to be on its way
     * @param workers that may block at a time
     */
    public record Settings(
            int port,
            BearerToken token,
            String health,
            int maxBody,
            Duration requestTimeout,
            Duration answerTimeout,
            int workers) {}

    /** What a method of a path does. */
    public record Route(HttpMethod method, Endpoint endpoint) {}

    /** Answers a request whose sender is known. */
    public interface Endpoint {
        Future<Void> serve(Call call);
    }

    private LoopbackServer(Settings settings, Map<String, Route> routes, Runnable called) {
        this.settings = settings;
        this.routes = Map.copyOf(routes);
        this.called = called;
        vertx = Vertx.vertx(options(settings.workers()));
        silent = new SilentConnections(vertx, settings.requestTimeout());
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(HOST)
                        .setPort(settings.port())
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout((int) settings.answerTimeout().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectionHandler(silent::opened)
                .requestHandler(this::serve);
    }

    /**
     * Returns when the server can be called.
     *
     * @param called told of every request that had the token
     */
    public static LoopbackServer start(Settings settings, Map<String, Route> routes, Runnable called)
            throws IOException {
        LoopbackServer loopback = new LoopbackServer(settings, routes, called);
        try {
            await(loopback.server.listen());
            return loopback;
        } catch (IOException e) {
            loopback.close();
            throw new IOException("cannot listen on " + HOST + ":" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    /** One small service: few threads, no file cache. */
    private static VertxOptions options(int workers) {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(workers)
                .setInternalBlockingPoolSize(1)
                .setMaxWorkerExecuteTime(1)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
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

    /** Does something again and again, where it may block. */
    public void every(Duration period, Runnable work) {
        vertx.setPeriodic(
                period.toMillis(),
                ignored -> vertx.executeBlocking(() -> {
                    work.run();
                    return true;
                }));
    }

    private void serve(HttpServerRequest request) {
        silent.spoke(request.connection());
        Future<Void> served;
        if (settings.health().equals(request.path())) {
            served = request.method().equals(HttpMethod.GET)
                    ? Call.json(request, new JsonObject().put("status", "ok").toBuffer())
                    : notAllowed(request, HttpMethod.GET);
        } else if (!settings.token().matches(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            served = refused(RequestException.UNAUTHORIZED, "the bearer token is missing or wrong");
        } else {
            called.run();
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
                ? route.endpoint().serve(new Call(vertx, request, settings))
                : notAllowed(request, route.method());
    }

    private static Future<Void> refused(int status, String message) {
        return Future.failedFuture(new RequestException(status, message));
    }

    private static Future<Void> notAllowed(HttpServerRequest request, HttpMethod allowed) {
        request.response().putHeader(HttpHeaders.ALLOW, allowed.name());
        return refused(RequestException.METHOD_NOT_ALLOWED, request.path() + " takes " + allowed.name());
    }

    private void fail(HttpServerRequest request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            request.connection().close();
            return;
        }
        response.setStatusCode(failure instanceof RequestException known ? known.status() : RequestException.INTERNAL);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        response.end(new JsonObject().put("error", message).toBuffer());
        discardRest(request);
    }

    /** A connection that is closed while its client still sends is reset, and the answer may be lost with it. */
    private void discardRest(HttpServerRequest request) {
        if (!request.isEnded()) {
            vertx.setTimer(settings.requestTimeout().toMillis(), ignored -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
    }

    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (IOException e) {
            throw new IllegalStateException("the server does not close", e);
        }
    }
}
