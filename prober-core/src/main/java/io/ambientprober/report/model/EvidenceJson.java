package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Direction;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** All that the judgement of a path rests on. */
final class EvidenceJson {
    private EvidenceJson() {}

    static ObjectNode of(ProbePath path, PathEvidence evidence) {
        ObjectNode json = object();
        json.set("plan", PlanFile.json(path));
        json.set("clear", seen(evidence.clear(), EvidenceJson::clear));
        json.set("loopback", seen(evidence.loopback(), EvidenceJson::loopback));
        json.set("direct", seen(evidence.direct(), ConnectionJson::of));
        json.set("toWaypoint", seen(evidence.toWaypoint(), ConnectionJson::of));
        json.set("fromWaypoint", seen(evidence.fromWaypoint(), ConnectionJson::of));
        json.set("bare", seen(evidence.bare(), ConnectionJson::of));
        json.set("accounts", array(evidence.accounts(), AccountJson::of));
        json.set("directSurplus", AccountJson.of(evidence.directSurplus()));
        json.set("controls", array(evidence.controls(), EvidenceJson::control));
        json.set("taps", array(evidence.needed(), EvidenceJson::tap));
        json.set("nodeEncryption", seen(evidence.nodeEncryption(), EvidenceJson::nodeEncryption));
        return json;
    }

    static ObjectNode reading(TapReading reading) {
        ObjectNode json = object().put("packets", reading.packets()).put("bytes", reading.bytes());
        if (reading.packets() > 0) {
            json.put("first", time(reading.firstNanos())).put("last", time(reading.lastNanos()));
        }
        json.put("dropped", reading.dropped());
        json.set("notes", strings(reading.notes()));
        json.set("faults", strings(reading.faults()));
        return json;
    }

    static ObjectNode packet(PacketRef ref) {
        return object().put("tap", ref.tap()).put("packet", ref.packet()).put("time", time(ref.timeNanos()));
    }

    static String direction(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> "client to server";
            case SERVER_TO_CLIENT -> "server to client";
        };
    }

    static <T> ArrayNode array(List<T> values, Function<? super T, ? extends JsonNode> element) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(value -> json.add(element.apply(value)));
        return json;
    }

    static ArrayNode strings(List<String> values) {
        return array(values, JsonNodeFactory.instance::textNode);
    }

    private static <T> ArrayNode seen(List<Seen<T>> values, Function<T, ObjectNode> element) {
        return array(values, value -> {
            ObjectNode json = object().put("node", value.node());
            return json.setAll(element.apply(value.what()));
        });
    }

    private static ObjectNode clear(ClearEvidence clear) {
        ObjectNode json = object().put("v4", clear.v4())
                .put("v6", clear.v6())
                .put("packets", clear.packets())
                .put("requests", clear.requests())
                .put("responses", clear.responses());
        json.set("sightings", array(clear.sightings(), EvidenceJson::sighting));
        return json;
    }

    private static ObjectNode loopback(LoopbackEvidence loopback) {
        ObjectNode json = object().put("packets", loopback.packets());
        json.set("first", packet(loopback.first()));
        return json;
    }

    private static ObjectNode sighting(Sighting sighting) {
        ObjectNode json = object().put("tap", sighting.tap())
                .put("packet", sighting.packet())
                .put("time", time(sighting.timeNanos()))
                .put("transport", sighting.transport())
                .put("source", sighting.source().withPort(sighting.sourcePort()))
                .put("destination", sighting.destination().withPort(sighting.destinationPort()));
        json.set("tunnels", strings(sighting.tunnels()));
        if (sighting.device() != 0) {
            json.put("device", sighting.device());
        }
        return json.put("sequence", sighting.sequence())
                .put("direction", direction(sighting.direction()))
                .put("excerpt", sighting.excerpt());
    }

    private static ObjectNode control(ControlCheck control) {
        return object().put("node", control.node())
                .put("family", control.family())
                .put("seen", control.seen());
    }

    private static ObjectNode tap(TapCheck check) {
        ObjectNode json = object().put("id", check.tap().id())
                .put("dropped", check.dropped())
                .put("empty", check.empty());
        json.set("flaws", strings(check.flaws()));
        return json;
    }

    private static ObjectNode nodeEncryption(NodeEncryption encryption) {
        ObjectNode json = object().put("kind", encryption.kind().label()).put("packets", encryption.packets());
        json.set("first", packet(encryption.first()));
        return json;
    }

    static String time(long nanos) {
        return Instant.ofEpochSecond(0, nanos).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
