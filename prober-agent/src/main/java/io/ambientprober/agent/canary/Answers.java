package io.ambientprober.agent.canary;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers that refuse a request. */
final class Answers {
    private Answers() {}

    /** One line, and the end of the connection: what is left of the request is not read. */
    static void refuse(HttpServerRequest request, int status, String reason) {
        HttpServerResponse response = request.response();
        response.exceptionHandler(gone -> {});
        request.exceptionHandler(gone -> {});
        if (!response.headWritten() && !response.closed()) {
            response.setStatusCode(status).putHeader("Connection", "close").end(reason + "\n");
        }
    }
}
