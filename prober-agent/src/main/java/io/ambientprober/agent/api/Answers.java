package io.ambientprober.agent.api;

import io.ambientprober.agent.capture.ProbeCapture;
import io.ambientprober.agent.capture.SourceStatistics;
import io.ambientprober.run.AgentApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The bodies of answers. */
final class Answers {
    private Answers() {}

    static Buffer version(String node) {
        return new JsonObject()
                .put("api", AgentApi.VERSION)
                .put("version", AgentApi.build())
                .put("node", node)
                .toBuffer();
    }

    static Buffer status(Session session) {
        JsonObject json = new JsonObject()
                .put("node", session.node())
                .put("leaseSeconds", session.lease().toSeconds());
        switch (session.state()) {
            case Session.Idle idle -> json.put("state", "idle");
            case Session.Capturing(var capture) -> capture(json, "capturing", capture);
            case Session.Stopped(var capture, var observations) -> capture(json, "stopped", capture);
            case Session.Broken(var capture, var reason) ->
                capture(json, "broken", capture).put("reason", reason);
        }
        return json.toBuffer();
    }

    private static JsonObject capture(JsonObject json, String state, ProbeCapture capture) {
        SourceStatistics statistics = capture.statistics();
        json.put("state", capture.failure() == null ? state : "broken")
                .put("run", capture.plan().run())
                .put("engine", capture.engine())
                .put("filter", capture.filter())
                .put("packets", capture.packets())
                .put("accepted", statistics.accepted())
                .put("kernelDropped", statistics.kernelDropped())
                .put("interfaceDropped", statistics.interfaceDropped())
                .put("notes", new JsonArray(capture.notes()));
        if (capture.failure() != null) {
            json.put("reason", capture.failure());
        }
        return json;
    }
}
