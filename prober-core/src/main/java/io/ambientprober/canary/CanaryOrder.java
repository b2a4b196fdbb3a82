package io.ambientprober.canary;

import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One path's canaries.
 *
 * @param run the run's key
 * @param path four hex digits
 * @param target the address to dial: a Service's or a pod's
 * @param port of the open canary
 * @param deniedPort null when it is not to be tried
 * @param identityPort null when it is not to be tried
 */
public record CanaryOrder(
        String run,
        String path,
        IpAddress target,
        int port,
        @Nullable Integer deniedPort,
        @Nullable Integer identityPort,
        int connections,
        int requestBytes,
        int responseBytes,
        Duration connectTimeout,
        Duration requestTimeout)
        implements Order {}
