package io.ambientprober.agent.canary;

/** What a port of the canary server is there for. */
enum CanaryPort {
    OPEN,
    /** A DENY policy for this port applies. */
    DENIED,
    /** An ALLOW by source principal applies. */
    IDENTITY
}
