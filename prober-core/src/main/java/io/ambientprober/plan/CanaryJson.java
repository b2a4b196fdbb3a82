package io.ambientprober.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one form of a client's outcome in JSON: whole, as a canary pod answers it, or as far as a plan keeps it. */
public final class CanaryJson {
    private CanaryJson() {}

    /** All of it, one line. */
    public static byte[] bytes(CanaryOutcome outcome) {
        return whole(outcome).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode whole(CanaryOutcome outcome) {
        ObjectNode json = counted(outcome);
        ArrayNode errors = json.putArray("errors");
        outcome.errors().forEach(errors::add);
        addresses(json, "localAddresses", outcome.localAddresses());
        return json.put("milliseconds", outcome.milliseconds());
    }

    /**
     * Of several orders, in their order, one line; what explains is left out where it does not fit.
     *
     * @param most bytes
     */
    public static byte[] bytes(List<CanaryOutcome> outcomes, int most) {
        byte[] whole = listed(outcomes.stream().map(CanaryJson::whole).toList());
        return whole.length <= most
                ? whole
                : listed(outcomes.stream().map(CanaryJson::counted).toList());
    }

    private static byte[] listed(List<ObjectNode> outcomes) {
        return JsonNodeFactory.instance.arrayNode().addAll(outcomes).toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what that wrote.
     *
     * @param name of the one that answered, for complaints
     * @param canaries what each order was to send
     * @throws PlanFormatException when it is not a list of as many outcomes, or one that cannot be
     */
    public static List<CanaryOutcome> readAll(String name, byte[] json, List<Canary> canaries)
            throws PlanFormatException {
        Iterator<Canary> sent = canaries.iterator();
        JsonField list = JsonFile.parse(name, json);
        List<CanaryOutcome> outcomes = list.list(outcome -> {
            if (!sent.hasNext()) {
                throw list.complaint("there are more outcomes than orders");
            }
            return outcome(outcome, sent.next());
        });
        if (sent.hasNext()) {
            throw list.complaint("there are fewer outcomes than orders");
        }
        return outcomes;
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
     * @param name of the one that answered, for complaints
     * @param canary what it was to send
     * @throws PlanFormatException when it is not an outcome, or one that cannot be
     */
    public static CanaryOutcome read(String name, byte[] json, Canary canary) throws PlanFormatException {
        return outcome(JsonFile.parse(name, json), canary);
    }

    private static CanaryOutcome outcome(JsonField outcome, Canary canary) throws PlanFormatException {
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
