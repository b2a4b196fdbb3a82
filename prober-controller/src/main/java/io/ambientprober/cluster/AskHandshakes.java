package io.ambientprober.cluster;

import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.Plan;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Has pods outside the mesh ask servers who they are, some servers each. */
final class AskHandshakes {
    private final RunContext context;
    private final List<RunPod> strangers;

    AskHandshakes(RunContext context, List<RunPod> strangers) {
        this.context = context;
        this.strangers = strangers;
    }

    /** By the name of the server's order. */
    Map<String, HandshakeResult> call(List<ServerPlace> servers, Duration timeout) throws SiteException {
        if (strangers.isEmpty()) {
            throw new SiteException("there is no pod outside the mesh to ask from");
        }
        Map<String, HandshakeResult> results = new HashMap<>();
        context.parallel()
                .map(
                        batches(servers.size()),
                        batch -> ask(strangers.get(batch % strangers.size()), batch, some(servers, batch), timeout))
                .forEach(results::putAll);
        return results;
    }

    private static List<Integer> batches(int servers) {
        return IntStream.range(0, Math.ceilDiv(servers, HandshakeJson.MAX_RESULTS))
                .boxed()
                .toList();
    }

    private static List<ServerPlace> some(List<ServerPlace> servers, int batch) {
        int from = batch * HandshakeJson.MAX_RESULTS;
        return servers.subList(from, Math.min(from + HandshakeJson.MAX_RESULTS, servers.size()));
    }

    private Map<String, HandshakeResult> ask(RunPod stranger, int batch, List<ServerPlace> servers, Duration timeout)
            throws SiteException {
        Deadline end = new Deadline(System::nanoTime, timeout);
        if (stranger.awaitRunning(end.left()) == null) {
            throw context.late(stranger.name(), "running");
        }
        HandshakeOrder order = new HandshakeOrder(
                servers.stream().map(this::target).toList(),
                context.mesh().settings().roots().orElse(""));
        return results(
                stranger,
                servers,
                stranger.body().carryOut("handshakes-" + batch, order, end.atMost(RunPod.START), end.left()));
    }

    private String target(ServerPlace place) {
        IpAddress ip = place.server().ips().getFirst();
        return place.order().name() + "=" + ip.withPort(Plan.HBONE_PORT) + identity(place);
    }

    private String identity(ServerPlace place) {
        return context.mesh()
                .settings()
                .trustDomain()
                .map(domain ->
                        "=spiffe://" + domain + "/ns/" + place.server().namespace() + "/sa/" + context.serverAccount())
                .orElse("");
    }

    /** Of those that were asked for, each once; of others nobody asked. */
    private static Map<String, HandshakeResult> results(RunPod pod, List<ServerPlace> servers, byte[] answer)
            throws SiteException {
        Set<String> asked = servers.stream().map(place -> place.order().name()).collect(Collectors.toSet());
        Map<String, HandshakeResult> results = new HashMap<>();
        try {
            for (HandshakeResult result : HandshakeJson.read(answer)) {
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
