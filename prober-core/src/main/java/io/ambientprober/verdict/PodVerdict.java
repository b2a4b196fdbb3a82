package io.ambientprober.verdict;

import io.ambientprober.plan.PodName;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ruling on one enrolled pod.
 *
 * @param redirection what the mesh says of it: its annotation; empty when there is none
 * @param protocol what its node's ztunnel says: {@code HBONE} or {@code TCP}; null when it was not asked or does not know the pod
 * @param spiffe the identity in its certificate; null when it showed none that counts
 * @param notAfter of its certificate
 */
public record PodVerdict(
        PodName pod,
        String node,
        String workload,
        Ruling<PodReason> hbone,
        String redirection,
        @Nullable String protocol,
        @Nullable String spiffe,
        @Nullable Instant notAfter)
        implements Checked {
    @Override
    public String id() {
        return pod.toString();
    }

    @Override
    public String name() {
        return pod + (workload.endsWith("/" + pod.name()) ? "" : " (" + workload + ")") + " on " + node;
    }

    @Override
    public String namespace() {
        return pod.namespace();
    }

    @Override
    public String lastingName() {
        return pod.namespace() + "/" + workload;
    }

    @Override
    public Stream<Ruling<?>> rulings() {
        return Stream.of(hbone);
    }
}
