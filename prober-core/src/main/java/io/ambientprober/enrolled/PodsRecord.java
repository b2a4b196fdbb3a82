package io.ambientprober.enrolled;

import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the sweep of enrolled pods learned.
 *
 * @param checks of the covered nodes
 * @param trustDomain of the mesh
 * @param at when the pods were listed
 */
public record PodsRecord(List<PodCheck> checks, String trustDomain, Instant at) {
    public PodsRecord {
        checks = List.copyOf(checks);
    }

    /** Those whose HBONE port was asked. */
    public List<EnrolledPod> sweptPods() {
        return checks.stream()
                .filter(check -> check.port() instanceof Swept)
                .map(PodCheck::pod)
                .toList();
    }

    /** The same, with what the mesh says of its pods. */
    public PodsRecord with(Map<PodName, MeshView> views) {
        List<PodCheck> seen = checks.stream()
                .map(check -> new PodCheck(
                        check.pod(), check.port(), views.get(check.pod().pod())))
                .toList();
        return new PodsRecord(seen, trustDomain, at);
    }
}
