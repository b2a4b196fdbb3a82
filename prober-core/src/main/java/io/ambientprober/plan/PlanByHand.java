package io.ambientprober.plan;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan of canaries that somebody sends by hand, of whose pods no more is known than addresses: one path, and its control between the same
 * two nodes.
 *
 * @param control null without one; then nothing can pass
 * @param clientTap of the node of the client, and of the control's client
 * @param serverTap of the other node; null where there is only one
 */
public record PlanByHand(
        String run,
        Canary canary,
        Pair pair,
        @Nullable Pair control,
        Capture clientTap,
        @Nullable Capture serverTap) {
    private static final String NAMESPACE = "by-hand";
    private static final String CLIENT_NODE = "client-node";
    private static final String SERVER_NODE = "server-node";
    /** The link type stands in the captures. */
    private static final String LINK = "";

    /**
     * Who sends to whom.
     *
     * @param id in tokens
     * @param service null when the client dialled the server's own address
     * @param waypoint addresses of the pods of the waypoint of what was dialled; empty without one
     * @param peers as the client's kernel showed them; empty when nobody looked
     * @param delivered whole answers that the client got; null when nothing is known of that
     */
    public record Pair(
            String id,
            IpAddress client,
            IpAddress server,
            int port,
            @Nullable Service service,
            List<IpAddress> waypoint,
            List<IpAddress> peers,
            @Nullable Integer delivered) {
        public Pair {
            waypoint = List.copyOf(waypoint);
            peers = List.copyOf(peers);
        }
    }

    /**
     * What was captured on a node.
     *
     * @param files names relative to the plan, or a glob
     * @param dropped packets that were lost, as the one who captured said
     */
    public record Capture(List<String> files, long dropped) {
        public Capture {
            files = List.copyOf(files);
        }

        private Tap tap(String node) {
            return new Tap(node, node, files, LINK, null, null, 0, dropped, 0, List.of());
        }
    }

    /** Whether a plan.json is one that was made here, and not a run's own. */
    public static boolean made(JsonField plan) throws PlanFormatException {
        List<String> namespaces = plan.get("paths")
                .list(path -> path.get("client").get("namespace").text());
        return namespaces.stream().allMatch(NAMESPACE::equals);
    }

    public Plan plan() {
        List<ProbePath> paths = new ArrayList<>();
        paths.add(path(pair, "", Expectation.ENCRYPTED));
        if (control != null) {
            paths.add(path(control, "control-", Expectation.PLAINTEXT));
        }
        List<Tap> taps = new ArrayList<>();
        taps.add(clientTap.tap(CLIENT_NODE));
        if (serverTap != null) {
            taps.add(serverTap.tap(SERVER_NODE));
        }
        return new Plan(run, Plan.HBONE_PORT, false, paths, taps);
    }

    private ProbePath path(Pair between, String prefix, Expectation expect) {
        boolean enrolled = expect == Expectation.ENCRYPTED;
        String client = prefix + "client";
        String server = prefix + "server";
        return new ProbePath(
                between.id(),
                client + " to " + server,
                expect,
                new Client(NAMESPACE, client, CLIENT_NODE, List.of(between.client()), enrolled),
                new Server(
                        NAMESPACE,
                        server,
                        serverTap == null ? CLIENT_NODE : SERVER_NODE,
                        List.of(between.server()),
                        between.port(),
                        enrolled),
                between.service(),
                between.waypoint().isEmpty() ? null : new Waypoint(between.waypoint()),
                canary,
                outcome(between),
                null);
    }

    /** Which connections were opened, nobody counted: that all were is what proves least. */
    private @Nullable CanaryOutcome outcome(Pair between) {
        Integer delivered = between.delivered();
        return delivered == null
                ? null
                : new CanaryOutcome(canary.connections(), delivered, between.peers(), null, null);
    }
}
