package io.ambientprober.evidence;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Counts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes together know of one path; the judgement reads nothing else.
 *
 * @param clear per node that read the path's token in the clear
 * @param loopback per node that read it on a loopback device, which is not a wire
 * @param direct client to server on the HBONE port
 * @param toWaypoint client to waypoint on the HBONE port; empty without a waypoint
 * @param fromWaypoint waypoint to server on the HBONE port; empty without a waypoint
 * @param bare client or waypoint to the Service's or the server's own port, past HBONE
 * @param accounts one, or with a waypoint one of each side
 * @param directSurplus more than there should be on {@code direct}
 * @param controls the nodes of the path, and whether a control of the path's address family was read in the clear there
 * @param needed the taps of the path's nodes, with what reading them came to
 * @param nodeEncryption seen on the path's nodes
 */
public record PathEvidence(
        List<Seen<ClearEvidence>> clear,
        List<Seen<LoopbackEvidence>> loopback,
        List<Seen<Connection>> direct,
        List<Seen<Connection>> toWaypoint,
        List<Seen<Connection>> fromWaypoint,
        List<Seen<Connection>> bare,
        List<LegAccount> accounts,
        DirectSurplus directSurplus,
        List<ControlCheck> controls,
        List<TapCheck> needed,
        List<Seen<NodeEncryption>> nodeEncryption) {
    public PathEvidence {
        clear = List.copyOf(clear);
        loopback = List.copyOf(loopback);
        direct = List.copyOf(direct);
        toWaypoint = List.copyOf(toWaypoint);
        fromWaypoint = List.copyOf(fromWaypoint);
        bare = List.copyOf(bare);
        accounts = List.copyOf(accounts);
        controls = List.copyOf(controls);
        needed = List.copyOf(needed);
        nodeEncryption = List.copyOf(nodeEncryption);
    }

    /** Something, and the node that saw it. */
    public record Seen<T>(String node, T what) {}

    /** Whether these may be one connection. Two of one node are two: it told them apart by their numbers. */
    public static boolean mayBeOne(Seen<Connection> one, Seen<Connection> other) {
        return one.node().equals(other.node())
                ? one.what().equals(other.what())
                : one.what().mayBe(other.what());
    }

    /**
     * Bytes that the direct connections carried beyond what paths without a waypoint, between the same pods, can account for. 0 where the
     * path has no waypoint.
     */
    public record DirectSurplus(long request, long response) {
        static final DirectSurplus NONE = new DirectSurplus(0, 0);
    }

    public record ControlCheck(String node, String family, boolean seen) {}

    /** A tap as the plan has it, and what reading it came to; null when it was not read. */
    public record TapCheck(Tap tap, @Nullable TapReading reading) {
        /** Why the tap is not whole, in words that go after its name; empty when it is. */
        public List<String> flaws() {
            List<String> flaws = new ArrayList<>();
            lost(tap.kernelDropped(), "by the kernel's count", flaws);
            lost(tap.interfaceDropped(), "by the device's count", flaws);
            if (tap.leftOut() > 0) {
                flaws.add(
                        "has no room for " + tap.leftOut() + " packets of the probe: they were analysed and not kept");
            }
            if (reading == null) {
                flaws.add("was not read");
                return flaws;
            }
            lost(reading.dropped(), "by the capture's own count", flaws);
            if (reading.packets() == 0) {
                flaws.add("captured nothing");
            } else if (tap.captured() != null && reading.packets() != tap.captured()) {
                flaws.add("holds " + reading.packets() + " of " + tap.captured() + " packets captured");
            }
            reading.faults().forEach(fault -> flaws.add("is not whole: " + fault));
            return flaws;
        }

        private static void lost(long packets, String count, List<String> flaws) {
            if (packets > 0) {
                flaws.add("lost " + packets + (packets == 1 ? " packet, " : " packets, ") + count);
            }
        }

        /** By the plan and by the file itself: two accounts of the same losses, of which the larger counts. */
        public long dropped() {
            return Math.max(
                    Counts.sum(tap.kernelDropped(), tap.interfaceDropped()), reading == null ? 0 : reading.dropped());
        }

        public boolean empty() {
            return reading == null || reading.packets() == 0;
        }
    }
}
