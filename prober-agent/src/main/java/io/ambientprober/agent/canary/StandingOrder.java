package io.ambientprober.agent.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.agent.http.RequestException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a controller asks a standing canary for: {@code {"run", "path", "target", "port", "connections", "requestBytes",
 * "responseBytes", "deniedPort", "identityPort", "connectTimeoutMillis", "requestTimeoutMillis"}}; the two policy ports may be null.
 */
final class StandingOrder {
    /** Of a plan, whatever its own time-outs come to. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MAX_TIMEOUT_MILLIS = 120_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode json;

    private StandingOrder(JsonNode json) {
        this.json = json;
    }

    /** @throws RequestException with what is wrong */
    static ClientPlan parse(byte[] body) throws RequestException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw bad("no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw bad("no JSON: " + e.getMessage());
        }
        if (!json.isObject()) {
            throw bad("no JSON object");
        }
        return new StandingOrder(json).plan();
    }

    private ClientPlan plan() throws RequestException {
        ClientPlan plan;
        try {
            plan = new ClientPlan(
                    text("run"),
                    ClientPlan.pathNumber(text("path")),
                    text("target"),
                    number("port", 0xFFFF),
                    policyPort("deniedPort"),
                    policyPort("identityPort"),
                    number("connections", ClientPlan.MAX_CONNECTIONS),
                    1,
                    number("requestBytes", ClientPlan.MAX_BYTES),
                    number("responseBytes", ClientPlan.MAX_BYTES),
                    0,
                    Duration.ofMillis(number("connectTimeoutMillis", MAX_TIMEOUT_MILLIS)),
                    Duration.ofMillis(number("requestTimeoutMillis", MAX_TIMEOUT_MILLIS)),
                    Duration.ZERO,
                    LONGEST);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        if (!plan.isLiteral()) {
            throw bad("target: an IP address, no name");
        }
        return plan;
    }

    private String text(String field) throws RequestException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw bad(field + ": a text is missing");
        }
        return value.textValue();
    }

    private int number(String field, int most) throws RequestException {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw bad(field + ": a number from 1 to " + most + " is missing");
        }
        return value.intValue();
    }

    private @Nullable Integer policyPort(String field) throws RequestException {
        return json.hasNonNull(field) ? Integer.valueOf(number(field, 0xFFFF)) : null;
    }

    private static RequestException bad(String message) {
        return new RequestException(RequestException.BAD_REQUEST, message);
    }
}
