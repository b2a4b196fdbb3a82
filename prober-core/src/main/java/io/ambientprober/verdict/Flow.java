package io.ambientprober.verdict;

import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was counted from one workload to a port of another, with names in place of addresses.
 *
 * @param client for example {@code mesh/Deployment/client}
 * @param port of the server; the HBONE port for what was within HBONE; 0 for any
 * @param confirmed connections past HBONE with SYN, SYN/ACK and acknowledged payload, whose packets came in by the client's own device
 * @param gaps in words, why the counts of its nodes do not show that nothing else was sent; empty when they do
 * @param first null when nothing was counted
 */
public record Flow(
        String client,
        String server,
        int port,
        Ends ends,
        Traffic hbone,
        Traffic past,
        Looks looks,
        long confirmed,
        List<String> gaps,
        @Nullable Instant first,
        @Nullable Instant last) {
    /** What is known of who was at both ends. */
    public enum Ends {
        KNOWN,
        /** An address changed its pod, or a pod was not enrolled throughout. */
        UNCLEAR,
        /** The server takes what comes past HBONE, and says so. */
        DECLARED
    }

    /** Of what is not a workload, for example any pod of a node; no name that a namespace may have. */
    private static final String NO_NAMESPACE = "(any)";

    public Flow {
        gaps = List.copyOf(gaps);
    }

    public String clientNamespace() {
        return namespace(client);
    }

    public String serverNamespace() {
        return namespace(server);
    }

    private static String namespace(String workload) {
        int end = workload.indexOf('/');
        return end < 0 ? NO_NAMESPACE : workload.substring(0, end);
    }
}
