package io.ambientprober.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the body of a request, bounded in size and time. */
final class Bodies {
    private Bodies() {}

    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int maxBytes, Duration timeout) {
        if (declaredLength(request) > maxBytes) {
            return Future.failedFuture(tooLarge(maxBytes));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                ignored -> whole.tryFail(new RequestException(
                        RequestException.TIMEOUT, "the body did not come within " + timeout.toSeconds() + " s")));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                whole.tryFail(tooLarge(maxBytes));
            } else if (!whole.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(ignored -> whole.tryComplete(body));
        return whole.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }

    /** 0 where the body comes in chunks. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static RequestException tooLarge(int maxBytes) {
        return new RequestException(RequestException.TOO_LARGE, "a body has at most " + maxBytes + " bytes");
    }
}
