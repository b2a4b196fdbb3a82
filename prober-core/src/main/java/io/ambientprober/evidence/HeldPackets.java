package io.ambientprober.evidence;

import java.util.ArrayList;
import java.util.List;

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

    /** @throws SamePacketsException where two nodes hold the same packets, or nearly */
    static void requireOneNodeEach(List<HeldPackets> all) throws SamePacketsException {
        List<HeldPackets> seen = new ArrayList<>();
        for (HeldPackets held : all) {
            for (HeldPackets earlier : held.sum().isEmpty() ? List.<HeldPackets>of() : seen) {
                if (!earlier.node().equals(held.node()) && earlier.sum().isLike(held.sum())) {
                    throw new SamePacketsException(earlier, held);
                }
            }
            seen.add(held);
        }
    }
}
