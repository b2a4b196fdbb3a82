package io.ambientprober.cluster.causes;

import io.ambientprober.statement.Cause;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** Configuration of a cluster that may explain a failure. */
public final class Causes {
    /** Of policies that a run opens for its canaries by an ALLOW of its own. */
    public static final String OPENED_BY_POLICIES = "ztunnel-never-allows";

    private Causes() {}

    /**
     * Reads what the causes are judged by, and judges them. Never fails: what could not be read within the time, or without the right to,
     * is a cause of its own, {@code unreadable}, that explains nothing.
     *
     * @param timeout for all of it together
     */
    public static List<Cause> survey(KubernetesClient client, Scope scope, Duration timeout) {
        try (Reads reads = new Reads(timeout)) {
            return CauseTable.of(new FactsReader(client, reads).read(scope));
        }
    }
}
