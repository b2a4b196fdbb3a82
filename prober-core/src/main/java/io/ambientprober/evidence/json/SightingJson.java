package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import org.jspecify.annotations.Nullable;

/** What was seen of a path's token and of encryption between nodes; whose it is says what it stands in. */
final class SightingJson {
    private SightingJson() {}

    static ObjectNode addTo(ObjectNode json, ClearEvidence clear) {
        json.put("v4", clear.v4())
                .put("v6", clear.v6())
                .put("packets", clear.packets())
                .put("requests", clear.requests())
                .put("responses", clear.responses());
        return json.set("sightings", JsonList.of(clear.sightings(), SightingJson::of));
    }

    static ClearEvidence clear(String pathId, JsonField field) throws PlanFormatException {
        return new ClearEvidence(
                pathId,
                field.get("v4").bool(),
                field.get("v6").bool(),
                field.get("packets").natural(),
                field.get("requests").count(),
                field.get("responses").count(),
                field.get("sightings").list(SightingJson::read));
    }

    static ObjectNode addTo(ObjectNode json, LoopbackEvidence loopback) {
        return json.put("packets", loopback.packets()).set("first", PacketJson.of(loopback.first()));
    }

    static LoopbackEvidence loopback(String pathId, JsonField field) throws PlanFormatException {
        return new LoopbackEvidence(pathId, field.get("packets").natural(), PacketJson.read(field.get("first")));
    }

    static ObjectNode addTo(ObjectNode json, NodeEncryption encryption) {
        return json.put("kind", encryption.kind().label())
                .put("packets", encryption.packets())
                .set("first", PacketJson.of(encryption.first()));
    }

    static NodeEncryption nodeEncryption(JsonField field) throws PlanFormatException {
        return new NodeEncryption(
                field.get("kind")
                        .oneOf(NodeEncryption.Kind.values(), NodeEncryption.Kind::label, "a kind of node encryption"),
                field.get("packets").natural(),
                PacketJson.read(field.get("first")));
    }

    private static ObjectNode of(Sighting sighting) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("tap", sighting.tap())
                .put("packet", sighting.packet())
                .put("time", PacketJson.time(sighting.timeNanos()))
                .put("transport", sighting.transport())
                .put("source", sighting.source().withPort(sighting.sourcePort()))
                .put("destination", sighting.destination().withPort(sighting.destinationPort()));
        json.set("tunnels", JsonList.texts(sighting.tunnels()));
        if (sighting.device() != 0) {
            json.put("device", sighting.device());
        }
        return json.put("sequence", sighting.sequence())
                .put("direction", PacketJson.direction(sighting.direction()))
                .put("excerpt", sighting.excerpt());
    }

    private static Sighting read(JsonField field) throws PlanFormatException {
        Endpoint source = Endpoint.read(field.get("source"));
        Endpoint destination = Endpoint.read(field.get("destination"));
        return new Sighting(
                field.get("tap").text(),
                field.get("packet").natural(),
                device(field.find("device")),
                PacketJson.time(field.get("time")),
                field.get("transport").text(),
                source.address(),
                source.port(),
                destination.address(),
                destination.port(),
                field.get("tunnels").list(JsonField::text),
                field.get("sequence").natural(),
                PacketJson.direction(field.get("direction")),
                field.get("excerpt").text());
    }

    /** What comes of a capture that says no device does not have it. */
    private static int device(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? 0 : field.count();
    }
}
