package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import java.util.HashMap;
import java.util.Map;

/** The canaries in the mesh, as policies select them. */
record CanaryPlaces(CanaryPods canaries, ClusterOptions options, RunScope scope) {
    Place server(String namespace) {
        return new Place(
                namespace,
                Role.SERVER,
                labels(RunObjects.SERVER),
                CanaryPort.OPEN.usual(),
                canaries.serverAccount(scope));
    }

    Place client(String namespace) {
        return new Place(
                namespace,
                Role.CLIENT,
                labels(RunObjects.CLIENT),
                CanaryPort.OPEN.usual(),
                canaries.clientAccount(scope));
    }

    private Map<String, String> labels(String component) {
        Map<String, String> labels = new HashMap<>(canaries.labels(scope, component));
        labels.putAll(options.template().labels());
        return labels;
    }
}
