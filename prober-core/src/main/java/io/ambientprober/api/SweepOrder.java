package io.ambientprober.api;

import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * Which pods of its node an agent is to ask for who they are, each on its HBONE port.
 *
 * @param targets at most {@link #MAX_TARGETS}, no pod twice
 * @param roots certificates of the mesh's authority, in PEM; empty where nobody could read them
 */
public record SweepOrder(List<Target> targets, String roots) {
    /** A kubelet runs 110 pods unless it is told otherwise; more than 500 on a node are unheard of. */
    public static final int MAX_TARGETS = 1000;

    public SweepOrder {
        targets = List.copyOf(targets);
    }

    public record Target(PodName pod, IpAddress address, int port) {}
}
