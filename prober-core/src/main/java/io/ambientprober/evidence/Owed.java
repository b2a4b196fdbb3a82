package io.ambientprober.evidence;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.SmallestCanary;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Counts;
import io.ambientprober.wire.Direction;
import java.util.List;

/**
 * What some paths put on the connections that they share, in one direction.
 *
 * @param delivered bytes of canaries that were delivered
 * @param smallest bytes of the smallest canary
 * @param others the most that comes with them, or in their place: heads, tries of policy ports, canaries that were not delivered
 */
record Owed(long delivered, long smallest, long others) {
    static Owed by(List<ProbePath> paths, Direction direction, boolean policies) {
        long delivered = 0;
        long smallest = Long.MAX_VALUE;
        long others = 0;
        for (ProbePath path : paths) {
            long bytes = canaryBytes(path, direction);
            CanaryOutcome outcome = path.outcome();
            int complete = outcome == null ? 0 : outcome.delivered();
            int opened = outcome == null ? path.canary().connections() : outcome.connected();
            int tries = outcome == null ? policies ? SmallestCanary.POLICY_PORTS : 0 : tried(outcome);
            delivered = Counts.sum(delivered, complete * bytes);
            smallest = Math.min(smallest, bytes);
            others = Counts.sum(others, (path.canary().connections() + (long) tries) * stream(path));
            others = Counts.sum(others, tries * (long) path.canary().policyBytes());
            others = Counts.sum(others, Math.max(0, opened - complete) * bytes);
        }
        return new Owed(delivered, smallest, others);
    }

    private static long canaryBytes(ProbePath path, Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> path.canary().requestBytes();
            case SERVER_TO_CLIENT -> path.canary().responseBytes();
        };
    }

    private static int tried(CanaryOutcome outcome) {
        return (outcome.deniedPortReached() == null ? 0 : 1) + (outcome.identityPortReached() == null ? 0 : 1);
    }

    private static int stream(ProbePath path) {
        return path.waypoint() == null ? SmallestCanary.STREAM : SmallestCanary.WAYPOINT_STREAM;
    }

    /** All that they can account for. */
    long most() {
        return Counts.sum(delivered, others);
    }
}
