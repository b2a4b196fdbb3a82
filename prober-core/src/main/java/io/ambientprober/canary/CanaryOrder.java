package io.ambientprober.canary;

import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One path's canaries.
 *
 * @param run the run's key
 * @param target the address to dial: a Service's or a pod's
 * @param port of the open canary
 * @param policies null when none are to be tried
 * @param connectTimeout of one connection
 * @param requestTimeout of one request and its answer
 */
public record CanaryOrder(
        String run,
        PathId path,
        IpAddress target,
        int port,
        @Nullable PolicyPorts policies,
        Canary canary,
        Duration connectTimeout,
        Duration requestTimeout)
        implements Order {
    /** @throws IllegalArgumentException with the name of what is outside of its limits */
    public CanaryOrder {
        Limits.require(
                RunKey.isValid(run), "run", "12 characters of 0-9, A-H, J, K, M, N, P-T, V-Z, not '" + run + "'");
        Limits.require("port", port, 1, CanaryPort.MAX);
        canary.requireLimits();
        requireTimeout("connectTimeoutMillis", connectTimeout);
        requireTimeout("requestTimeoutMillis", requestTimeout);
    }

    private static void requireTimeout(String name, Duration timeout) {
        Limits.require(name, timeout.toMillis(), 1, LONGEST_TIMEOUT.toMillis());
    }

    /** The same canaries to another place. */
    public CanaryOrder to(IpAddress otherTarget, int otherPort) {
        return new CanaryOrder(run, path, otherTarget, otherPort, policies, canary, connectTimeout, requestTimeout);
    }
}
