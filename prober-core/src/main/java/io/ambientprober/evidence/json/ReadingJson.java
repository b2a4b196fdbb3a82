package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;

/** What reading a capture came to; whose it is says what it stands in. */
public final class ReadingJson {
    private ReadingJson() {}

    public static ObjectNode of(TapReading reading) {
        return addTo(JsonNodeFactory.instance.objectNode(), reading);
    }

    static ObjectNode addTo(ObjectNode json, TapReading reading) {
        json.put("packets", reading.packets()).put("bytes", reading.bytes());
        if (reading.packets() > 0) {
            json.put("first", PacketJson.time(reading.firstNanos())).put("last", PacketJson.time(reading.lastNanos()));
        }
        json.put("dropped", reading.dropped());
        json.set("notes", JsonList.texts(reading.notes()));
        json.set("faults", JsonList.texts(reading.faults()));
        return json;
    }

    public static TapReading read(String tap, JsonField field) throws PlanFormatException {
        long packets = field.get("packets").natural();
        return new TapReading(
                tap,
                packets,
                field.get("bytes").natural(),
                packets > 0 ? PacketJson.time(field.get("first")) : 0,
                packets > 0 ? PacketJson.time(field.get("last")) : 0,
                field.get("dropped").natural(),
                field.get("notes").list(JsonField::text),
                field.get("faults").list(JsonField::text));
    }
}
