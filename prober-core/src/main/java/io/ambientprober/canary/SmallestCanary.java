package io.ambientprober.canary;

/**
 * How large a canary must be, so that one that is missing cannot be made up for by what comes with the others. The bounds were measured of
 * ztunnel and of waypoints.
 */
public final class SmallestCanary {
    /** Heads of request or answer, and CONNECT, of one stream: 102 to 347 bytes were seen. */
    public static final int STREAM = 512;

    /** The same through a waypoint, which adds to both. */
    public static final int WAYPOINT_STREAM = 640;

    /** Frames of no stream, a stream's share: window updates of a waypoint came to 133 bytes. */
    private static final int WAYPOINT_FRAMES = 160;

    /** The first records of a connection older than the capture. */
    private static final int OLD_CONNECTION = 2304;

    /** The first records that are captured of an older connection hold at most a frame of a canary each: 1024 bytes, with what is around it. */
    private static final int FIRST_RECORDS = 3 * (1024 + 64);

    /** Between two pods, to one address: a mesh that is asked for two streams at once may open a second connection before it has the first. */
    private static final int POOLED = 2;

    /** Denied and identity port: each one more stream of a path. */
    public static final int POLICY_PORTS = 2;

    private static final int ROUND = 1024;

    private SmallestCanary() {}

    /** Sizes that nobody asked for are whole kibibytes. */
    public static int rounded(int bytes) {
        return Math.ceilDiv(bytes, ROUND) * ROUND;
    }

    /** What some paths put beside their canaries: a stream each connection, and two more where policy ports are tried. */
    private static int streams(int paths, int connections, boolean policies) {
        return paths * (connections + (policies ? POLICY_PORTS : 0));
    }

    private static int tries(int paths, boolean policies) {
        return policies ? paths * POLICY_PORTS * Canary.POLICY_BYTES : 0;
    }

    /**
     * Bytes that do for the paths between two pods.
     *
     * @param pooled whether their connections may be older than the capture
     */
    public static int betweenPods(int paths, int connections, boolean policies, boolean pooled) {
        return STREAM * streams(paths, connections, policies)
                + tries(paths, policies)
                + (pooled ? OLD_CONNECTION : 0)
                + 1;
    }

    /**
     * Bytes that do for the paths between two pods that live between runs, whatever the runs before left open between them.
     *
     * @param families in which they are dialled: each has connections of its own
     */
    public static int betweenStandingPods(int paths, int connections, boolean policies, int families) {
        return betweenPods(paths, connections, policies, false) + families * POOLED * FIRST_RECORDS;
    }

    /** Bytes that do for all paths to one pod through a waypoint, whose connections carry what all its clients send. */
    public static int throughWaypoint(int paths, int connections, boolean policies) {
        return (WAYPOINT_STREAM + WAYPOINT_FRAMES) * streams(paths, connections, policies)
                + tries(paths, policies)
                + OLD_CONNECTION
                + 1;
    }
}
