package io.ambientprober.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.run.Site.HandshakeResult;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has pods outside the mesh ask servers who they are, some servers each: a termination message holds no more. */
final class AskHandshakes {
    private static final int HBONE_PORT = 15008;
    private static final int SERVERS_EACH = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private final Workplace work;
    private final String serverAccount;

    AskHandshakes(Workplace work, String serverAccount) {
        this.work = work;
        this.serverAccount = serverAccount;
    }

    /** By the name of the server's order. */
    Map<String, HandshakeResult> call(List<ServerPlace> servers, Duration timeout) throws SiteException {
        List<Together.Work<Map<String, HandshakeResult>>> works = new ArrayList<>();
        for (int from = 0; from < servers.size(); from += SERVERS_EACH) {
            List<ServerPlace> some = servers.subList(from, Math.min(from + SERVERS_EACH, servers.size()));
            String part = "handshake-" + from / SERVERS_EACH;
            works.add(() -> ask(part, some, timeout));
        }
        Map<String, HandshakeResult> results = new HashMap<>();
        work.together().all(works).forEach(results::putAll);
        return results;
    }

    private Map<String, HandshakeResult> ask(String part, List<ServerPlace> servers, Duration timeout)
            throws SiteException {
        OneShotPod pod = OneShotPod.start(
                work, work.servers(Zone.PLAIN), part, "handshake", work.recipe().once(null, null, arguments(servers)));
        try {
            String message = pod.awaitMessage(timeout);
            if (message == null) {
                throw work.late(pod.name(), "done");
            }
            return results(pod, message);
        } finally {
            pod.remove();
        }
    }

    private List<String> arguments(List<ServerPlace> servers) {
        List<String> arguments = new ArrayList<>(List.of("handshake", "--out", PodRecipe.OUTCOME_FILE));
        for (ServerPlace place : servers) {
            IpAddress ip = place.server().ips().getFirst();
            String identity = "ns/" + place.server().namespace() + "/sa/" + serverAccount;
            arguments.addAll(
                    List.of("--target", place.order().name() + "=" + ip.withPort(HBONE_PORT) + "," + identity));
        }
        return arguments;
    }

    private static Map<String, HandshakeResult> results(OneShotPod pod, String message) throws SiteException {
        Map<String, HandshakeResult> results = new HashMap<>();
        try {
            for (JsonNode result : JSON.readTree(message).path("results")) {
                results.put(result.path("name").asText(), result(result));
            }
        } catch (JsonProcessingException e) {
            throw new SiteException("pod " + pod.name() + " reported no handshakes: " + message.strip(), e);
        }
        return results;
    }

    private static HandshakeResult result(JsonNode result) {
        List<String> findings = new ArrayList<>();
        result.path("findings").forEach(finding -> findings.add(finding.asText()));
        JsonNode mutual = result.path("mutual");
        return new HandshakeResult(mutual.isBoolean() ? mutual.booleanValue() : null, spiffe(result), findings);
    }

    private static @Nullable String spiffe(JsonNode result) {
        JsonNode spiffe = result.path("spiffe");
        return spiffe.isTextual() ? spiffe.textValue() : null;
    }
}
