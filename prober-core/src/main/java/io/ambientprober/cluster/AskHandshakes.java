package io.ambientprober.cluster;

import io.ambientprober.run.HandshakeJson;
import io.ambientprober.run.HandshakeResult;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Has pods outside the mesh ask servers who they are, some servers each: a termination message holds no more. */
final class AskHandshakes {
    private static final int HBONE_PORT = 15008;

    private final Workplace work;

    AskHandshakes(Workplace work) {
        this.work = work;
    }

    /** By the name of the server's order. */
    Map<String, HandshakeResult> call(List<ServerPlace> servers, Duration timeout) throws SiteException {
        List<Together.Work<Map<String, HandshakeResult>>> works = new ArrayList<>();
        for (int from = 0; from < servers.size(); from += HandshakeJson.BATCH) {
            List<ServerPlace> some = servers.subList(from, Math.min(from + HandshakeJson.BATCH, servers.size()));
            String part = "handshake-" + from / HandshakeJson.BATCH;
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
            return results(pod, servers, message);
        } finally {
            pod.remove();
        }
    }

    private List<String> arguments(List<ServerPlace> servers) {
        List<String> arguments = new ArrayList<>(List.of("handshake", "--out", PodRecipe.OUTCOME_FILE));
        if (work.mesh().roots() != null) {
            arguments.addAll(List.of("--roots", work.mesh().roots()));
        }
        for (ServerPlace place : servers) {
            IpAddress ip = place.server().ips().getFirst();
            arguments.addAll(
                    List.of("--target", place.order().name() + "=" + ip.withPort(HBONE_PORT) + identity(place)));
        }
        return arguments;
    }

    private String identity(ServerPlace place) {
        String domain = work.mesh().trustDomain();
        return domain == null
                ? ""
                : "=spiffe://" + domain + "/ns/" + place.server().namespace() + "/sa/" + work.serverAccount();
    }

    /** Of those that were asked for, each once; of others nobody asked. */
    private static Map<String, HandshakeResult> results(OneShotPod pod, List<ServerPlace> servers, String message)
            throws SiteException {
        Set<String> asked = servers.stream().map(place -> place.order().name()).collect(Collectors.toSet());
        Map<String, HandshakeResult> results = new HashMap<>();
        try {
            for (HandshakeResult result : HandshakeJson.read(message.getBytes(StandardCharsets.UTF_8))) {
                if (!asked.remove(result.name())) {
                    throw new SiteException(
                            "pod " + pod.name() + " answered for " + result.name() + ", twice or unasked");
                }
                results.put(result.name(), result);
            }
            return results;
        } catch (IOException e) {
            throw new SiteException("pod " + pod.name() + ": " + e.getMessage(), e);
        }
    }
}
