package io.ambientprober.cluster.enrolled;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * What is kept of a pod of the cluster.
 *
 * @param uid of this very pod: a name may be used again
 * @param pod with the addresses that are its own; none once it has ended, and none on its node's network
 * @param enrolled whether label or annotation put it into the mesh
 * @param own whether the prober made it
 * @param ended whether its containers are done for good
 * @param nodeAddresses of the node that it is on, as far as it says
 */
record SeenPod(
        String uid, EnrolledPod pod, boolean enrolled, boolean own, boolean ended, List<IpAddress> nodeAddresses) {
    /** Without what all the pods of a node have in common. */
    SeenPod withoutNode() {
        return new SeenPod(uid, pod, enrolled, own, ended, List.of());
    }
}
