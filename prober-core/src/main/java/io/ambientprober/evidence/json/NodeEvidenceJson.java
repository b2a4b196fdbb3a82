package io.ambientprober.evidence.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** What one node saw, written and read part by part: no more than one connection is ever a tree. */
public final class NodeEvidenceJson {
    private static final JsonMapper PARTS = JsonMapper.builder()
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    private NodeEvidenceJson() {}

    public static void write(NodeEvidence evidence, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", evidence.node());
        write("taps", evidence.taps(), NodeEvidenceJson::tap, json);
        write("clear", evidence.clear(), clear -> SightingJson.addTo(ofPath(clear.pathId()), clear), json);
        write("loopback", evidence.loopback(), seen -> SightingJson.addTo(ofPath(seen.pathId()), seen), json);
        write("connections", evidence.connections(), ConnectionJson::of, json);
        write("nodeEncryption", evidence.nodeEncryption(), seen -> SightingJson.addTo(object(), seen), json);
        json.writeEndObject();
    }

    /** Reads what {@link #write} wrote, as the next field of a whole. */
    public static NodeEvidence read(String field, JsonStream json) throws PlanFormatException {
        json.enter(field);
        NodeEvidence evidence = new NodeEvidence(
                json.read("node", JsonField::text),
                json.list("taps", tap -> ReadingJson.read(tap.get("tap").text(), tap)),
                json.list("clear", seen -> SightingJson.clear(seen.get("path").text(), seen)),
                json.list(
                        "loopback",
                        seen -> SightingJson.loopback(seen.get("path").text(), seen)),
                json.list("connections", ConnectionJson::read),
                json.list("nodeEncryption", SightingJson::nodeEncryption));
        json.leave();
        return evidence;
    }

    /** How many bytes are written for evidence. */
    public static long size(NodeEvidence evidence) {
        return size(json -> write(evidence, json));
    }

    /** The same for one connection of it. */
    public static long size(Connection connection) {
        return size(json -> PARTS.writeTree(json, ConnectionJson.of(connection)));
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static long size(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = PARTS.createGenerator(out)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }

    private static <T> void write(String field, List<T> parts, Function<T, ObjectNode> form, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (T part : parts) {
            PARTS.writeTree(json, form.apply(part));
        }
        json.writeEndArray();
    }

    private static ObjectNode tap(TapReading reading) {
        return ReadingJson.addTo(object().put("tap", reading.tap()), reading);
    }

    private static ObjectNode ofPath(String id) {
        return object().put("path", id);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
