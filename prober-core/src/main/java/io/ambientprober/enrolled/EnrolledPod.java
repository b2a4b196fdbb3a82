package io.ambientprober.enrolled;

import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod that label or annotation put into the mesh, as the API server has it.
 *
 * @param workload what it belongs to, for example {@code Deployment/client}; {@code Pod/NAME} where it belongs to nothing
 * @param created when the API server took it
 * @param redirection annotation {@code ambient.istio.io/redirection}; empty when there is none
 * @param leaving whether it is being deleted, or has ended
 * @param bypass whether it declares {@code ambient.istio.io/bypass-inbound-capture}
 * @param byNamespace whether its namespace alone puts it into the mesh, and nothing is annotated, as in Cilium's ztunnel mode
 */
public record EnrolledPod(
        PodName pod,
        String node,
        String workload,
        String serviceAccount,
        List<IpAddress> ips,
        Instant created,
        String redirection,
        boolean sidecar,
        boolean leaving,
        boolean bypass,
        boolean byNamespace) {
    public EnrolledPod {
        ips = List.copyOf(ips);
    }

    /** Whether the mesh says that it redirects the pod's traffic, which is not proof. */
    public boolean enabled() {
        return byNamespace || redirection.equals("enabled");
    }

    /** Whether a pod of this name that was seen later is this one, at its address. */
    public boolean isStill(@Nullable EnrolledPod later) {
        return later != null
                && !later.leaving
                && later.created.equals(created)
                && !ips.isEmpty()
                && later.ips.contains(ips.getFirst());
    }

    /** The same, which is not there any more. */
    public EnrolledPod left() {
        return new EnrolledPod(
                pod, node, workload, serviceAccount, ips, created, redirection, sidecar, true, bypass, byNamespace);
    }
}
