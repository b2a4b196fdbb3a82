package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Set;

/**
 * What was counted on the covered nodes, and who had which address meanwhile.
 *
 * @param nodes one for each covered node
 * @param pods every pod of the cluster that has an address of its own
 * @param nodeAddresses of any node, which are no flows' ends
 * @param own addresses of the prober's own pods and Services
 */
public record FlowsRecord(List<NodeFlows> nodes, List<PodSpan> pods, Set<IpAddress> nodeAddresses, Set<IpAddress> own) {
    public FlowsRecord {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        nodeAddresses = Set.copyOf(nodeAddresses);
        own = Set.copyOf(own);
    }
}
