package io.ambientprober.canary;

import io.ambientprober.wire.Token;

/**
 * Canaries of a path. A plan may hold any; what is ordered keeps to the limits.
 *
 * @param connections TCP connections, a canary each
 * @param requestBytes body bytes of each, towards the server
 * @param responseBytes body bytes of each, back
 * @param policyBytes body bytes of a try of a policy port, in each direction: never a whole canary
 */
public record Canary(int connections, int requestBytes, int responseBytes, int policyBytes) {
    /** Two tokens: enough to be known by, and no canary. */
    public static final int POLICY_BYTES = 64;

    public static final int MAX_CONNECTIONS = 10_000;

    /** Of a body: what is shorter than a token holds none. */
    public static final int MIN_BYTES = Token.LENGTH;

    /** Of a body. */
    public static final int MAX_BYTES = 16 << 20;

    /** With tries of policy ports as every run makes them. */
    public Canary(int connections, int requestBytes, int responseBytes) {
        this(connections, requestBytes, responseBytes, POLICY_BYTES);
    }

    /** @throws IllegalArgumentException with the name of what is outside of its limits */
    void requireLimits() {
        Limits.require("connections", connections, 1, MAX_CONNECTIONS);
        Limits.require("requestBytes", requestBytes, MIN_BYTES, MAX_BYTES);
        Limits.require("responseBytes", responseBytes, MIN_BYTES, MAX_BYTES);
        Limits.require("policyBytes", policyBytes, MIN_BYTES, MAX_BYTES);
    }
}
