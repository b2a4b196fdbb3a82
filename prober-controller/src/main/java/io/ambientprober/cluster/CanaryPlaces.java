package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import java.util.HashMap;
import java.util.Map;

/** The canaries in the mesh, as policies select them. */
record CanaryPlaces(CanaryPods canaries, ClusterOptions options, RunScope scope) {
    Place server(String namespace) {
        return place(namespace, Role.SERVER, RunObjects.SERVER, canaries.serverAccount(scope));
    }

    Place client(String namespace) {
        return place(namespace, Role.CLIENT, RunObjects.CLIENT, canaries.clientAccount(scope));
    }

    private Place place(String namespace, Role role, String component, String account) {
        Map<String, String> labels = new HashMap<>(canaries.labels(scope, component));
        labels.putAll(options.template().labels());
        return new Place(namespace, role, labels, CanaryPort.OPEN.usual(), account);
    }
}
