package io.ambientprober.enrolled;

import java.time.Instant;
import java.util.List;

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
}
