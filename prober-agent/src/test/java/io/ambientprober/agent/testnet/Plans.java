package io.ambientprober.agent.testnet;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.AgentOrders;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/** Plans of a control, path 0001, and a path of the mesh, 0002, on one node. */
public final class Plans {
    public static final String RUN = "7Z3K9QWM2TXB";
    public static final String NODE = "node-1";

    private Plans() {}

    public static Plan plan(String client, String server) {
        return plan(RUN, client, server, List.of());
    }

    /** Of the plan's one node. */
    public static AgentOrder order(Plan plan) {
        return AgentOrders.of(plan).of(NODE);
    }

    /** As an agent is armed with it: what addresses clients will have is not known. */
    public static Plan withoutClients(String server) {
        return plan(RUN, List.of(), server, List.of());
    }

    public static Plan plan(String run, String client, String server, List<Tap> taps) {
        return plan(run, List.of(IpAddress.parse(client)), server, taps);
    }

    private static Plan plan(String run, List<IpAddress> client, String server, List<Tap> taps) {
        return new Plan(
                run,
                15008,
                false,
                List.of(
                        path("0001", Expectation.PLAINTEXT, client, server),
                        path("0002", Expectation.ENCRYPTED, client, server)),
                taps);
    }

    private static ProbePath path(String id, Expectation expect, List<IpAddress> client, String server) {
        boolean enrolled = expect == Expectation.ENCRYPTED;
        IpAddress peer = IpAddress.parse(server);
        return new ProbePath(
                id,
                "path " + id,
                expect,
                new Client("ns", "client", NODE, client, enrolled),
                new Server("ns", "server", NODE, List.of(peer), 8080, enrolled),
                null,
                null,
                new Canary(4, 16384, 16384),
                new CanaryOutcome(4, 4, List.of(peer), null, null),
                null);
    }
}
