package io.ambientprober.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one form of a client's outcome in JSON: whole, as a canary pod answers it, or as far as a plan keeps it. */
public final class CanaryJson {
    private CanaryJson() {}

    /** All of it, one line. */
    public static byte[] bytes(CanaryOutcome outcome) {
        ObjectNode json = counted(outcome);
        ArrayNode errors = json.putArray("errors");
        outcome.errors().forEach(errors::add);
        addresses(json, "localAddresses", outcome.localAddresses());
        json.put("milliseconds", outcome.milliseconds());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a plan keeps. */
    static ObjectNode counted(CanaryOutcome outcome) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("connected", outcome.connected())
                .put("delivered", outcome.delivered());
        addresses(json, "peers", outcome.peers());
        return json.put("deniedPortReached", outcome.deniedPortReached())
                .put("identityPortReached", outcome.identityPortReached());
    }

    private static void addresses(ObjectNode json, String name, List<IpAddress> addresses) {
        ArrayNode array = json.putArray(name);
        addresses.forEach(address -> array.add(address.toString()));
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @param name of whoever answered, for complaints
     * @param canary what it was to send
     * @throws PlanFormatException when it is no outcome, or one that cannot be
     */
    public static CanaryOutcome read(String name, byte[] json, Canary canary) throws PlanFormatException {
        JsonField outcome = JsonFile.parse(name, json);
        CanaryOutcome counted = counted(outcome, canary);
        JsonField errors = outcome.find("errors");
        JsonField locals = outcome.find("localAddresses");
        JsonField milliseconds = outcome.find("milliseconds");
        return new CanaryOutcome(
                counted.connected(),
                counted.delivered(),
                counted.peers(),
                counted.deniedPortReached(),
                counted.identityPortReached(),
                errors == null ? List.of() : errors.list(JsonField::text),
                locals == null ? List.of() : PlanReader.ips(locals),
                milliseconds == null ? 0 : milliseconds.whole(0, Long.MAX_VALUE));
    }

    /** What a plan keeps; whether it can be, for these canaries. */
    static CanaryOutcome counted(JsonField outcome, Canary canary) throws PlanFormatException {
        int connected = atMost(canary.connections(), "connections of the canary", outcome.get("connected"));
        int delivered = atMost(connected, "connected", outcome.get("delivered"));
        List<IpAddress> peers = PlanReader.ips(outcome.get("peers"));
        if (connected == 0 && !peers.isEmpty()) {
            throw outcome.get("peers").complaint("peers were shown, and nothing was connected");
        }
        return new CanaryOutcome(
                connected,
                delivered,
                peers,
                reached(outcome.get("deniedPortReached")),
                reached(outcome.get("identityPortReached")));
    }

    private static @Nullable Boolean reached(JsonField port) throws PlanFormatException {
        return port.orNull(JsonField::bool);
    }

    private static int atMost(int most, String what, JsonField field) throws PlanFormatException {
        int count = field.count();
        if (count > most) {
            throw field.complaint(count + " is more than the " + most + " " + what);
        }
        return count;
    }
}
