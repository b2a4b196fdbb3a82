package io.ambientprober.api;

import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * Which pods of its node an agent is to ask for who they are, each on its HBONE port.
 *
 * @param roots certificates of the mesh's authority, in PEM; empty where nobody could read them
 */
public record SweepOrder(List<Target> targets, String roots) {
    public SweepOrder {
        targets = List.copyOf(targets);
    }

    public record Target(PodName pod, IpAddress address, int port) {}
}
