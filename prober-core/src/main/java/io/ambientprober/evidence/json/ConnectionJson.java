package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TCP connection. */
final class ConnectionJson {
    /** Sequence numbers count modulo 2^32. */
    private static final long MAX_SEQUENCE = 0xFFFF_FFFFL;

    private ConnectionJson() {}

    static ObjectNode of(Connection connection) {
        return addTo(object(), connection);
    }

    static ObjectNode addTo(ObjectNode json, Connection connection) {
        json.put("client", connection.client().withPort(connection.clientPort()))
                .put("server", connection.server().withPort(connection.serverPort()));
        json.set("first", PacketJson.of(connection.first()));
        json.set("last", PacketJson.of(connection.last()));
        json.put("opened", connection.opened())
                .put("answered", connection.answered())
                .put("reset", connection.reset())
                .put("clear", connection.clear());
        json.set("canaries", JsonList.of(connection.canaries(), ConnectionJson::of));
        if (!connection.enteredBy().isEmpty()) {
            json.set("enteredBy", JsonList.of(connection.enteredBy(), JsonNodeFactory.instance::numberNode));
        }
        json.set("tls", TlsFactsJson.of(connection.tls()));
        json.set("fromClient", of(connection.fromClient()));
        return json.set("fromServer", of(connection.fromServer()));
    }

    static Connection read(JsonField field) throws PlanFormatException {
        Endpoint client = Endpoint.read(field.get("client"));
        Endpoint server = Endpoint.read(field.get("server"));
        return new Connection(
                client.address(),
                client.port(),
                server.address(),
                server.port(),
                PacketJson.read(field.get("first")),
                PacketJson.read(field.get("last")),
                field.get("opened").bool(),
                field.get("answered").bool(),
                field.get("reset").bool(),
                field.get("clear").bool(),
                field.get("canaries").list(ConnectionJson::canary),
                enteredBy(field.find("enteredBy")),
                TlsFactsJson.read(field.get("tls")),
                half(field.get("fromClient")),
                half(field.get("fromServer")));
    }

    private static List<Integer> enteredBy(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? List.of() : field.list(JsonField::count);
    }

    private static ObjectNode of(CanaryRead canary) {
        return object().put("path", canary.pathId())
                .put("sequence", canary.sequence())
                .put("direction", PacketJson.direction(canary.direction()));
    }

    private static CanaryRead canary(JsonField field) throws PlanFormatException {
        return new CanaryRead(
                field.get("path").text(),
                field.get("sequence").natural(),
                PacketJson.direction(field.get("direction")));
    }

    private static ObjectNode of(Half half) {
        ObjectNode json = object().put("packets", half.packets())
                .put("payloadBytes", half.payloadBytes())
                .put("missingBytes", half.missingBytes())
                .put("cutBytes", half.cutBytes())
                .put("strayBytes", half.strayBytes())
                .put("contradicted", half.contradicted())
                .put("acknowledged", half.acknowledged() == null ? null : Integer.toUnsignedLong(half.acknowledged()))
                .put("firstSequence", Integer.toUnsignedLong(half.firstSequence()));
        return json.set("framing", FramingJson.of(half.framing()));
    }

    private static Half half(JsonField field) throws PlanFormatException {
        return new Half(
                field.get("packets").natural(),
                field.get("payloadBytes").natural(),
                field.get("missingBytes").natural(),
                field.get("cutBytes").natural(),
                field.get("strayBytes").natural(),
                field.get("contradicted").bool(),
                field.get("acknowledged").orNull(ConnectionJson::sequence),
                sequence(field.get("firstSequence")),
                FramingJson.read(field.get("framing")));
    }

    private static Integer sequence(JsonField field) throws PlanFormatException {
        return (int) field.whole(0, MAX_SEQUENCE);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
