package io.ambientprober.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.agent.capture.ProbeCapture;
import io.ambientprober.agent.capture.SourceStatistics;
import java.nio.charset.StandardCharsets;

/** The state of a capture, in JSON. */
final class StatusJson {
    private StatusJson() {}

    static byte[] bytes(Session session) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", session.node())
                .put("leaseSeconds", session.lease().toSeconds());
        switch (session.state()) {
            case Session.Idle idle -> json.put("state", "idle");
            case Session.Capturing(var capture) -> capture(json, "capturing", capture);
            case Session.Stopped(var capture, var observations) -> capture(json, "stopped", capture);
            case Session.Broken(var capture, var reason) ->
                capture(json, "broken", capture).put("reason", reason);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode capture(ObjectNode json, String state, ProbeCapture capture) {
        SourceStatistics statistics = capture.statistics();
        json.put("state", capture.failure() == null ? state : "broken")
                .put("run", capture.order().plan().run())
                .put("engine", capture.engine())
                .put("filter", capture.filter())
                .put("packets", capture.packets())
                .put("accepted", statistics.accepted())
                .put("kernelDropped", statistics.kernelDropped())
                .put("interfaceDropped", statistics.interfaceDropped());
        ArrayNode notes = json.putArray("notes");
        capture.notes().forEach(notes::add);
        if (capture.failure() != null) {
            json.put("reason", capture.failure());
        }
        return json;
    }
}
