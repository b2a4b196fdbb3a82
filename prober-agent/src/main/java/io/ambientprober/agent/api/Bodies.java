package io.ambientprober.agent.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the body of a request, bounded in size and time. */
final class Bodies {
    static final int MAX_BYTES = 16 << 20;

    private Bodies() {}

    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, Duration timeout) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                ignored -> whole.tryFail(new RequestException(
                        RequestException.TIMEOUT, "the body did not come within " + timeout.toSeconds() + " s")));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BYTES) {
                whole.tryFail(
                        new RequestException(RequestException.TOO_LARGE, "a body has at most " + MAX_BYTES + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(ignored -> whole.tryComplete(body));
        return whole.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }
}
