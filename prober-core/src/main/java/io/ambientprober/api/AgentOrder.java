package io.ambientprober.api;

import io.ambientprober.plan.Plan;
import io.ambientprober.wire.AddressRanges;

/**
 * What the agent of one node is to capture: whole paths of its own, and of all others no more than may show one of their canaries there.
 * Its size does not grow with the cluster.
 *
 * @param plan of the run, with the paths that begin or end on the node and no others
 * @param ends where any server, Service, waypoint or known client of the run is, in at most {@link #MAX_RANGES}
 */
public record AgentOrder(Plan plan, AddressRanges ends) {
    /** 20 bytes each; a kernel filter has room for a few more, for those of the node's own paths. */
    public static final int MAX_RANGES = 400;
}
