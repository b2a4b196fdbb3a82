package io.ambientprober.enrolled;

import io.ambientprober.statement.MeshView;
import org.jspecify.annotations.Nullable;

/**
 * All that a run learned of one enrolled pod.
 *
 * @param mesh what the mesh says of it; null where its node's ztunnel was not asked, or did not answer: without a protocol that ztunnel does
 *     not know the pod
 */
public record PodCheck(
        EnrolledPod pod, HbonePort port, @Nullable MeshView mesh) {
    /** Before the mesh was asked. */
    public PodCheck(EnrolledPod pod, HbonePort port) {
        this(pod, port, null);
    }
}
