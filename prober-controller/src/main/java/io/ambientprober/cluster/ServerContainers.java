package io.ambientprober.cluster;

import io.ambientprober.run.Site.ServerPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The containers that the servers ran in when they were deployed: one that runs in another was lost meanwhile, and its answers with it. */
final class ServerContainers {
    private final Function<ServerPlace, @Nullable PodState> pods;
    private final Map<String, Set<String>> before;

    private ServerContainers(Function<ServerPlace, @Nullable PodState> pods, Map<String, Set<String>> before) {
        this.pods = pods;
        this.before = before;
    }

    /** @param pods what is known of a server's pod now; null when it is gone */
    static ServerContainers of(List<ServerPlace> servers, Function<ServerPlace, @Nullable PodState> pods) {
        Map<String, Set<String>> before = new HashMap<>();
        for (ServerPlace server : servers) {
            before.put(server.order().name(), running(pods.apply(server)));
        }
        return new ServerContainers(pods, before);
    }

    /** By the names of their orders. One that the mesh keeps from starting never ran, and is not lost. */
    Set<String> lost(List<ServerPlace> servers) {
        return servers.stream()
                .filter(server -> !running(pods.apply(server)).containsAll(before(server)))
                .map(server -> server.order().name())
                .collect(Collectors.toSet());
    }

    private Set<String> before(ServerPlace server) {
        return before.getOrDefault(server.order().name(), Set.of());
    }

    private static Set<String> running(@Nullable PodState pod) {
        return pod == null || pod.going() ? Set.of() : pod.runningContainers();
    }
}
