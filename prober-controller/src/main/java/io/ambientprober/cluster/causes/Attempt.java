package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;

/**
 * What a canary in one place sends to the port of those in another.
 *
 * @param throughWaypoint whether the server may see a waypoint's identity, and not the client's
 */
record Attempt(Place client, Place server, boolean throughWaypoint) {
    int port() {
        return server.port();
    }

    /** Whether the client is somebody, as far as its identity is what the server sees. */
    Truth isFrom(boolean matches) {
        return throughWaypoint ? Truth.UNKNOWN : Truth.of(matches);
    }

    /** The client's identity in the mesh, behind the trust domain, which is not compared. */
    String principal() {
        return "/ns/" + client.namespace() + "/sa/" + client.serviceAccount();
    }
}
