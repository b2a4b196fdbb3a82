package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that one node counted.
 *
 * @param counts at most as many as an agent holds
 * @param packets that the count was shown, whatever they were
 * @param dropped packets that the kernel did not have room for, and connections or pairs that the table did not
 * @param blind addresses of the node's own pods whose device showed nothing, or is not known
 * @param from when the count began
 * @param to when it ended
 * @param notes in words, what else happened to it; each makes the count unreliable
 */
public record NodeFlows(
        String node,
        List<FlowCount> counts,
        long packets,
        long dropped,
        List<IpAddress> blind,
        Instant from,
        Instant to,
        List<String> notes) {
    public NodeFlows {
        counts = FlowCounts.of(counts);
        blind = List.copyOf(blind);
        notes = List.copyOf(notes);
    }

    /**
     * Counts of a part of the clients, in order: all parts together are all counts.
     *
     * @param part from 0
     * @param parts into which clients fall by their addresses
     */
    public void forEach(int part, int parts, Consumer<FlowCount> then) {
        FlowCounts.of(counts).forEach(client -> Math.floorMod(client.hashCode(), parts) == part, then);
    }
}
