package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;

/** What a canary in one place sends to the port of those in another. */
record Attempt(Place client, Place server) {
    int port() {
        return server.port();
    }

    /** The client's identity in the mesh, behind the trust domain, which is not compared. */
    String principal() {
        return "/ns/" + client.namespace() + "/sa/" + client.serviceAccount();
    }
}
