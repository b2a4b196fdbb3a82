package io.ambientprober.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packets that some files of a node hold together.
 *
 * @param files names as the plan has them
 */
record HeldPackets(String node, List<String> files, PacketSum sum) {
    HeldPackets {
        files = List.copyOf(files);
    }

    /** All that these hold. */
    static HeldPackets together(String node, List<HeldPackets> parts) {
        List<String> files = new ArrayList<>();
        PacketSum sum = new PacketSum();
        for (HeldPackets part : parts) {
            files.addAll(part.files());
            sum.add(part.sum());
        }
        return new HeldPackets(node, files, sum);
    }

    /** @throws SamePacketsException where two nodes hold the same packets */
    static void requireOneNodeEach(List<HeldPackets> all) throws SamePacketsException {
        Map<PacketSum.Total, HeldPackets> first = new HashMap<>();
        for (HeldPackets held : all) {
            HeldPackets earlier =
                    held.sum().isEmpty() ? null : first.putIfAbsent(held.sum().total(), held);
            if (earlier != null && !earlier.node().equals(held.node())) {
                throw new SamePacketsException(earlier, held);
            }
        }
    }
}
