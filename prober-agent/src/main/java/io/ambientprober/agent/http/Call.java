package io.ambientprober.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A request whose sender is known, and the ways to answer it. */
public final class Call {
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final LoopbackServer.Settings settings;

    Call(Vertx vertx, HttpServerRequest request, LoopbackServer.Settings settings) {
        this.vertx = vertx;
        this.request = request;
        this.settings = settings;
    }

    /** The whole body. */
    public Future<Buffer> body() {
        return Bodies.read(vertx, request, settings.maxBody(), settings.requestTimeout());
    }

    /** Does what may block; not on the event loop. */
    public <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    public Future<Void> json(Buffer body) {
        return json(request, body);
    }

    public Future<Void> file(Path file, String contentType) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .sendFile(file.toString());
    }

    static Future<Void> json(HttpServerRequest request, Buffer body) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body);
    }
}
