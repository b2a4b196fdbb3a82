package io.ambientprober.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The other half of {@link PlanReader}. */
final class PlanWriter {
    private PlanWriter() {}

    static ObjectNode plan(Plan plan) {
        ObjectNode json =
                object().put("version", Plan.VERSION).put("run", plan.run()).put("hbonePort", plan.hbonePort());
        if (plan.policies() || plan.paths().stream().noneMatch(PlanWriter::triedPolicies)) {
            json.put("policies", plan.policies());
        }
        ArrayNode paths = json.putArray("paths");
        plan.paths().forEach(path -> paths.add(path(path)));
        ArrayNode taps = json.putArray("taps");
        plan.taps().forEach(tap -> taps.add(tap(tap)));
        return json;
    }

    /** Such a plan says nothing of policies: it would contradict itself if it said that none was in force. */
    private static boolean triedPolicies(ProbePath path) {
        CanaryOutcome outcome = path.outcome();
        return outcome != null && (outcome.deniedPortReached() != null || outcome.identityPortReached() != null);
    }

    static ObjectNode path(ProbePath path) {
        ObjectNode json = object().put("id", path.id())
                .put("name", path.name())
                .put("expect", path.expect().name().toLowerCase(Locale.ROOT));
        json.set("client", client(path.client()));
        json.set("server", server(path.server()));
        json.set("service", service(path.service()));
        json.set("waypoint", waypoint(path.waypoint()));
        json.set("canary", canary(path.canary()));
        json.set("outcome", path.outcome() == null ? null : CanaryJson.counted(path.outcome()));
        if (path.handshake() != null) {
            json.set("handshake", handshake(path.handshake()));
        }
        if (path.egressPolicy() != null) {
            json.put("egressPolicy", path.egressPolicy());
        }
        return json;
    }

    private static ObjectNode client(Client client) {
        ObjectNode json = object().put("namespace", client.namespace())
                .put("pod", client.pod())
                .put("node", client.node());
        json.set("ips", ips(client.ips()));
        return json.put("enrolled", client.enrolled());
    }

    private static ObjectNode server(Server server) {
        ObjectNode json = object().put("namespace", server.namespace())
                .put("pod", server.pod())
                .put("node", server.node());
        json.set("ips", ips(server.ips()));
        return json.put("port", server.port()).put("enrolled", server.enrolled());
    }

    private static @Nullable ObjectNode service(@Nullable Service service) {
        if (service == null) {
            return null;
        }
        ObjectNode json = object().put("name", service.name());
        json.set("ips", ips(service.ips()));
        return json.put("port", service.port());
    }

    private static @Nullable ObjectNode waypoint(@Nullable Waypoint waypoint) {
        if (waypoint == null) {
            return null;
        }
        ObjectNode json = object();
        json.set("ips", ips(waypoint.ips()));
        return json;
    }

    private static ObjectNode canary(Canary canary) {
        return object().put("connections", canary.connections())
                .put("requestBytes", canary.requestBytes())
                .put("responseBytes", canary.responseBytes())
                .put("policyBytes", canary.policyBytes());
    }

    private static ObjectNode handshake(Handshake handshake) {
        ObjectNode json = object().put("mutual", handshake.mutual()).put("spiffe", handshake.spiffe());
        if (!handshake.findings().isEmpty()) {
            handshake.findings().forEach(json.putArray("findings")::add);
        }
        return json;
    }

    static ObjectNode tap(Tap tap) {
        ObjectNode json = object().put("id", tap.id()).put("node", tap.node());
        json.set("file", oneOrSeveral(tap.files()));
        json.put("link", tap.link());
        counts(json, tap);
        json.put("kernelDropped", tap.kernelDropped()).put("interfaceDropped", tap.interfaceDropped());
        if (!tap.podDevices().isEmpty()) {
            ArrayNode devices = json.putArray("podDevices");
            tap.podDevices()
                    .forEach(device -> devices.addObject()
                            .put("index", device.index())
                            .put("name", device.name())
                            .set("pods", ips(device.pods())));
        }
        return json;
    }

    private static JsonNode oneOrSeveral(List<String> names) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        names.forEach(json::add);
        return json.size() == 1 ? json.get(0) : json;
    }

    /** What nobody counted is left out. */
    private static void counts(ObjectNode json, Tap tap) {
        if (tap.captured() != null) {
            json.put("captured", tap.captured());
        }
        if (tap.analysed() != null) {
            json.put("analysed", tap.analysed()).put("leftOut", tap.leftOut());
        } else if (tap.leftOut() > 0) {
            json.put("leftOut", tap.leftOut());
        }
    }

    private static ArrayNode ips(List<IpAddress> ips) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        ips.forEach(ip -> json.add(ip.toString()));
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
