package io.ambientprober.evidence;

import java.util.List;

/**
 * Everything that the taps of one node saw of a plan. This, and not packets, travels from a node.
 *
 * @param clear one entry per path whose token was seen in the clear
 * @param loopback one entry per path whose token crossed a loopback device
 * @param connections TCP connections to addresses and ports of the plan, from anywhere, in the order of their first packets
 */
public record NodeEvidence(
        String node,
        List<TapReading> taps,
        List<ClearEvidence> clear,
        List<LoopbackEvidence> loopback,
        List<Connection> connections,
        List<NodeEncryption> nodeEncryption) {
    public NodeEvidence {
        taps = List.copyOf(taps);
        clear = List.copyOf(clear);
        loopback = List.copyOf(loopback);
        connections = List.copyOf(connections);
        nodeEncryption = List.copyOf(nodeEncryption);
    }

    public NodeEvidence with(List<Connection> others) {
        return new NodeEvidence(node, taps, clear, loopback, others, nodeEncryption);
    }

    public NodeEvidence withTaps(List<TapReading> others) {
        return new NodeEvidence(node, others, clear, loopback, connections, nodeEncryption);
    }
}
