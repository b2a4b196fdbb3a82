package io.ambientprober.statement;

import io.ambientprober.plan.PodName;

/**
 * One sample of {@code istio_tcp_connections_opened_total} (ztunnel, src/proxy/metrics.rs).
 *
 * @param reporter {@code source} or {@code destination}: which end's ztunnel counted
 * @param source workload of the client: the pod itself when it has no owner
 * @param destination workload of the server
 * @param mutualTls whether {@code connection_security_policy} is {@code mutual_tls}
 */
public record OpenedConnections(String reporter, PodName source, PodName destination, boolean mutualTls, long count) {}
