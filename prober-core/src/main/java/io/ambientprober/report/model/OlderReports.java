package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import java.util.List;

/** What reports of before did not say is put into them, as what is read in its place: who reads evidence wants all of it. */
final class OlderReports {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> CONNECTIONS = List.of("direct", "toWaypoint", "fromWaypoint", "bare");

    private OlderReports() {}

    static JsonField completeReading(JsonField reading) {
        if (reading.node() instanceof ObjectNode json) {
            json.putIfAbsent("faults", NODES.arrayNode());
        }
        return reading;
    }

    static JsonField completeEvidence(JsonField evidence) {
        for (String list : CONNECTIONS) {
            evidence.node().path(list).forEach(OlderReports::completeConnection);
        }
        return evidence;
    }

    private static void completeConnection(JsonNode connection) {
        if (connection instanceof ObjectNode json) {
            json.putIfAbsent("canaries", NODES.arrayNode());
            completeHalf(json.path("fromClient"));
            completeHalf(json.path("fromServer"));
        }
    }

    private static void completeHalf(JsonNode half) {
        if (half instanceof ObjectNode json) {
            json.putIfAbsent("cutBytes", NODES.numberNode(0));
            json.putIfAbsent("strayBytes", NODES.numberNode(0));
            json.putIfAbsent("contradicted", NODES.booleanNode(false));
            json.putIfAbsent("acknowledged", NODES.nullNode());
            json.putIfAbsent("firstSequence", NODES.numberNode(0));
            completeFraming(json.path("framing"));
        }
    }

    private static void completeFraming(JsonNode framing) {
        if (framing instanceof ObjectNode json) {
            json.putIfAbsent("offset", NODES.numberNode(0));
            json.putIfAbsent("firstRecords", NODES.arrayNode());
            json.putIfAbsent("smallRecords", none());
        }
    }

    private static ArrayNode none() {
        ArrayNode sums = NODES.arrayNode();
        for (int i = 0; i < 3; i++) {
            sums.addObject().put("records", 0).put("bytes", 0);
        }
        return sums;
    }
}
