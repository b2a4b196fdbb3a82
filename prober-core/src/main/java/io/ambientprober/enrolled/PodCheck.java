package io.ambientprober.enrolled;

import io.ambientprober.statement.MeshView;
import org.jspecify.annotations.Nullable;

/**
 * All that a run learned of one enrolled pod.
 *
 * @param mesh what the mesh says of it; null where it was not asked
 */
public record PodCheck(
        EnrolledPod pod, HbonePort port, @Nullable MeshView mesh) {}
