package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.Direction;
import java.time.DateTimeException;
import java.time.Instant;

/** Where a packet is, when it came, and which way. */
final class PacketJson {
    private PacketJson() {}

    static ObjectNode of(PacketRef ref) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tap", ref.tap())
                .put("packet", ref.packet())
                .put("time", time(ref.timeNanos()));
    }

    static PacketRef read(JsonField field) throws PlanFormatException {
        return new PacketRef(field.get("tap").text(), field.get("packet").natural(), time(field.get("time")));
    }

    static String time(long nanos) {
        return Instant.ofEpochSecond(0, nanos).toString();
    }

    static long time(JsonField field) throws PlanFormatException {
        try {
            Instant time = Instant.parse(field.text());
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw field.isNot("a time");
        }
    }

    static String direction(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> "client to server";
            case SERVER_TO_CLIENT -> "server to client";
        };
    }

    static Direction direction(JsonField field) throws PlanFormatException {
        return field.oneOf(Direction.values(), PacketJson::direction, "a direction");
    }
}
