package io.ambientprober.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The one form of orders in JSON; times in milliseconds. */
public final class OrderJson {
    private static final String KIND = "kind";
    private static final String CANARIES = "canaries";
    private static final String GATE = "gate";
    private static final String HANDSHAKES = "handshakes";

    private static final int MAX_TARGETS = GateOrder.MOST;
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode json;

    private OrderJson(JsonNode json) {
        this.json = json;
    }

    public static byte[] bytes(Order order) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (order) {
            case CanaryOrder canaries -> write(canaries, json);
            case GateOrder gate -> write(gate, json);
            case HandshakeOrder handshakes -> write(handshakes, json);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(CanaryOrder order, ObjectNode json) {
        json.put(KIND, CANARIES)
                .put("run", order.run())
                .put("path", order.path().toString())
                .put("target", order.target().toString())
                .put("port", order.port())
                .put("connections", order.canary().connections())
                .put("requestBytes", order.canary().requestBytes())
                .put("responseBytes", order.canary().responseBytes())
                .put("policyBytes", order.canary().policyBytes())
                .put("connectTimeoutMillis", order.connectTimeout().toMillis())
                .put("requestTimeoutMillis", order.requestTimeout().toMillis());
        if (order.policies() != null) {
            json.put("deniedPort", order.policies().denied())
                    .put("identityPort", order.policies().identity());
        }
    }

    private static void write(GateOrder order, ObjectNode json) {
        json.put(KIND, GATE).put("patienceMillis", order.patience().toMillis());
        var targets = json.putArray("targets");
        order.targets().forEach(target -> targets.add(target.toString()));
    }

    private static void write(HandshakeOrder order, ObjectNode json) {
        json.put(KIND, HANDSHAKES).put("roots", order.roots());
        var targets = json.putArray("targets");
        order.targets().forEach(targets::add);
    }

    /**
     * Reads what {@link #bytes} wrote. Which names of targets there are is for anyone who carries it out to refuse.
     *
     * @throws IllegalArgumentException with the field that is missing or wrong
     */
    public static Order read(byte[] order) {
        JsonNode json;
        try {
            json = JSON.readTree(order);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("no JSON object");
        }
        return new OrderJson(json).order();
    }

    private Order order() {
        String kind = text(KIND);
        return switch (kind) {
            case CANARIES -> canaries();
            case GATE -> new GateOrder(addresses(), millis("patienceMillis"));
            case HANDSHAKES -> new HandshakeOrder(targets(), text("roots"));
            default -> throw new IllegalArgumentException(KIND + ": none that is known");
        };
    }

    private CanaryOrder canaries() {
        return new CanaryOrder(
                text("run"),
                PathId.parse(text("path")),
                address("target", text("target")),
                number("port"),
                json.hasNonNull("deniedPort") ? new PolicyPorts(number("deniedPort"), number("identityPort")) : null,
                new Canary(
                        number("connections"),
                        number("requestBytes"),
                        number("responseBytes"),
                        json.hasNonNull("policyBytes") ? number("policyBytes") : Canary.POLICY_BYTES),
                millis("connectTimeoutMillis"),
                millis("requestTimeoutMillis"));
    }

    private List<String> targets() {
        JsonNode array = json.path("targets");
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_TARGETS) {
            throw new IllegalArgumentException("targets: 1 to " + MAX_TARGETS + " of them are missing");
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode target : array) {
            if (!target.isTextual()) {
                throw new IllegalArgumentException("targets: one is not text");
            }
            targets.add(target.textValue());
        }
        return targets;
    }

    private List<IpAddress> addresses() {
        return targets().stream().map(target -> address("targets", target)).toList();
    }

    private static IpAddress address(String field, String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": an IP address, no name", e);
        }
    }

    private Duration millis(String field) {
        int millis = number(field);
        Limits.require(field, millis, 1, Order.LONGEST_TIMEOUT.toMillis());
        return Duration.ofMillis(millis);
    }

    private String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + ": a text is missing");
        }
        return value.textValue();
    }

    private int number(String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(field + ": a whole number is missing");
        }
        return value.intValue();
    }
}
