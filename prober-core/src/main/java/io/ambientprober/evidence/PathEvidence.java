package io.ambientprober.evidence;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes together know of one path; the judgement reads nothing else.
 *
 * @param clear per node that read the path's token in clear
 * @param direct client to server on the HBONE port
 * @param toWaypoint client to waypoint on the HBONE port; empty without a waypoint
 * @param fromWaypoint waypoint to server on the HBONE port; empty without a waypoint
 * @param bare client to the Service's or the server's own port, past HBONE
 * @param accounts one per leg that should have carried the canary
 * @param controls the nodes of the path, and whether a control of the path's address family was read in clear there
 * @param needed the taps of the path's nodes, with what reading them came to
 * @param nodeEncryption seen on the path's nodes
 */
public record PathEvidence(
        List<Seen<ClearEvidence>> clear,
        List<Seen<Connection>> direct,
        List<Seen<Connection>> toWaypoint,
        List<Seen<Connection>> fromWaypoint,
        List<Seen<Connection>> bare,
        List<LegAccount> accounts,
        List<ControlCheck> controls,
        List<TapCheck> needed,
        List<Seen<NodeEncryption>> nodeEncryption) {
    public PathEvidence {
        clear = List.copyOf(clear);
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

    /**
     * The application data of one leg (client to server, client to waypoint, or waypoint to server), which several paths may share,
     * as the node saw it that saw most of a direction.
     *
     * @param node two names where not the same node saw most of both directions; null when no node saw a connection of the leg
     * @param deliveredRequest canary bytes that the clients of all paths on this leg sent and saw answered
     * @param deliveredResponse canary bytes that they received
     * @param capturedRequest TLS application data captured towards the server, record overhead taken off
     * @param capturedResponse the same towards the client
     * @param missing bytes that sequence numbers show were sent but not captured
     */
    public record LegAccount(
            String leg,
            @Nullable String node,
            long deliveredRequest,
            long deliveredResponse,
            long capturedRequest,
            long capturedResponse,
            long missing) {
        public boolean balances() {
            return node != null
                    && missing == 0
                    && capturedRequest >= deliveredRequest
                    && capturedResponse >= deliveredResponse;
        }
    }

    public record ControlCheck(String node, String family, boolean seen) {}

    public record TapCheck(Tap tap, @Nullable TapReading reading) {
        /** By the plan and by the file itself: two accounts of the same losses, of which the larger counts. */
        public long dropped() {
            return Math.max(
                    Counts.sum(tap.kernelDropped(), tap.interfaceDropped()), reading == null ? 0 : reading.dropped());
        }

        public boolean empty() {
            return tap.captured() == 0 || reading == null || reading.packets() == 0;
        }
    }
}
