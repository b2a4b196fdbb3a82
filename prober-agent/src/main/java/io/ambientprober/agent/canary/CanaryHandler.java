package io.ambientprober.agent.canary;

import io.ambientprober.agent.canary.CanaryServer.Settings;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Sends each request of a port where it belongs. */
final class CanaryHandler implements Handler<HttpServerRequest> {
    private final Vertx vertx;
    private final Settings settings;
    private final Callers callers;

    CanaryHandler(Vertx vertx, Settings settings, Callers callers) {
        this.vertx = vertx;
        this.settings = settings;
        this.callers = callers;
    }

    void invalid(HttpServerRequest request) {
        callers.spoke(request.connection());
        Answers.refuse(request, 400, "not a request that this server understands");
    }

    @Override
    public void handle(HttpServerRequest request) {
        callers.spoke(request.connection());
        String path = Objects.requireNonNullElse(request.path(), "");
        if (path.equals("/healthz")) {
            health(request);
        } else if (path.startsWith(CanaryTarget.PREFIX)) {
            CanaryTarget.parse(path)
                    .ifPresentOrElse(
                            target -> canary(request, target), () -> Answers.refuse(request, 404, "no such canary"));
        } else {
            Answers.refuse(request, 404, "nothing here");
        }
    }

    private static void health(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            Answers.refuse(request, 405, "GET only");
        } else {
            request.response().end("ok\n");
        }
    }

    private void canary(HttpServerRequest request, CanaryTarget target) {
        OptionalInt length = length(request.getHeader("Content-Length"));
        OptionalInt answerLength = answerLength(request, length);
        if (!request.method().equals(HttpMethod.POST)) {
            Answers.refuse(request, 405, "POST only");
        } else if (request.getHeader("Content-Length") == null) {
            Answers.refuse(request, 411, "Content-Length is missing");
        } else if (length.isEmpty()) {
            Answers.refuse(request, 413, "the body is longer than " + settings.maxBytes() + " bytes");
        } else if (answerLength.isEmpty()) {
            Answers.refuse(request, 400, CanaryTarget.RESPONSE_BYTES + " is not a number up to " + settings.maxBytes());
        } else {
            Upload upload = new Upload(target, settings.runId(), () -> callers.proved(request.connection()));
            new CanaryExchange(vertx, request, upload, answerLength.getAsInt()).begin(settings.timeout());
        }
    }

    private OptionalInt answerLength(HttpServerRequest request, OptionalInt otherwise) {
        String asked = request.getHeader(CanaryTarget.RESPONSE_BYTES);
        return asked == null ? otherwise : length(asked);
    }

    private OptionalInt length(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        int length = Integer.parseInt(text);
        return length <= settings.maxBytes() ? OptionalInt.of(length) : OptionalInt.empty();
    }
}
