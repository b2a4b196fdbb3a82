package io.ambientprober.agent.canary;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One canary as the server sees it: read and compared to the end, then answered. */
final class CanaryExchange {
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upload upload;
    private final long answerLength;

    CanaryExchange(Vertx vertx, HttpServerRequest request, Upload upload, long answerLength) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.upload = upload;
        this.answerLength = answerLength;
    }

    void begin(Duration timeout) {
        long timer = vertx.setTimer(timeout.toMillis(), fired -> giveUp());
        // Trouble of a connection ends in its close.
        request.exceptionHandler(trouble -> vertx.cancelTimer(timer));
        response.exceptionHandler(trouble -> vertx.cancelTimer(timer));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
        response.endHandler(ended -> vertx.cancelTimer(timer));
        request.handler(piece -> upload.accept(piece.getBytes()));
        request.endHandler(ended -> answer());
    }

    private void giveUp() {
        if (response.headWritten()) {
            request.connection().close();
        } else {
            request.handler(null).endHandler(null);
            Answers.refuse(request, 408, "the request took too long");
        }
    }

    private void answer() {
        String complaint = upload.complaint();
        if (complaint != null) {
            Answers.refuse(request, 400, complaint);
            return;
        }
        response.putHeader("Content-Length", Long.toString(answerLength));
        send(upload.answer(), 0);
    }

    private void send(TokenPattern pattern, long sent) {
        long at = sent;
        while (at < answerLength) {
            if (response.writeQueueFull()) {
                long from = at;
                response.drainHandler(drained -> send(pattern, from));
                return;
            }
            ByteBuffer piece = pattern.at(at, answerLength - at);
            at += piece.remaining();
            response.write(copy(piece));
        }
        response.end();
    }

    private static Buffer copy(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        return Buffer.buffer(bytes);
    }
}
