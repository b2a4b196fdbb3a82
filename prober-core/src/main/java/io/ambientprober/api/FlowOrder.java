package io.ambientprober.api;

import io.ambientprober.wire.IpAddress;
import java.util.Set;

/**
 * Whose TCP an agent is to count.
 *
 * @param local addresses of the enrolled pods of its node
 * @param hbonePort where they take HBONE
 */
public record FlowOrder(Set<IpAddress> local, int hbonePort) {
    public FlowOrder {
        local = Set.copyOf(local);
    }
}
