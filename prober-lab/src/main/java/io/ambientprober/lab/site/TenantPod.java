package io.ambientprober.lab.site;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.plan.PodName;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod that was there before a run.
 *
 * @param known what the API server says of it
 * @param served as its node's proxy serves it; null for one outside of the mesh
 */
record TenantPod(Pod pod, EnrolledPod known, @Nullable ServedPod served) {
    private static final String ENABLED = "enabled";

    /** Of a pod that belongs to nothing, with a service account of its own name. */
    static TenantPod outside(Pod pod, String namespace, Instant created) {
        EnrolledPod known = new EnrolledPod(
                new PodName(namespace, pod.name()),
                pod.node().name(),
                "Pod/" + pod.name(),
                pod.name(),
                pod.ips(),
                created,
                "",
                false,
                false,
                false,
                false);
        return new TenantPod(pod, known, null);
    }

    /** In the mesh, and its annotation says so. */
    TenantPod served(ServedPod how) {
        return new TenantPod(pod, annotated(ENABLED), how);
    }

    /** What label or namespace put into the mesh, and istio-cni never did. */
    TenantPod neverEnrolled() {
        return new TenantPod(pod, annotated(""), null);
    }

    private EnrolledPod annotated(String redirection) {
        return new EnrolledPod(
                known.pod(),
                known.node(),
                known.workload(),
                known.serviceAccount(),
                known.ips(),
                known.created(),
                redirection,
                known.sidecar(),
                known.leaving(),
                known.bypass(),
                false);
    }

    Spiffe identity() {
        return Spiffe.of(known.pod().namespace(), known.serviceAccount());
    }

    /** It has had its addresses for long, and was in the mesh, or not, as long. */
    Stream<PodSpan> spans() {
        return known.ips().stream().map(ip -> new PodSpan(known, ip, null, null, known.enabled(), null, null));
    }
}
