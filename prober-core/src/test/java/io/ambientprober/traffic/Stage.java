package io.ambientprober.traffic;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.traffic.Flow.View;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Two nodes, a client and a server of the mesh, a Service, a waypoint, and a control pair outside the mesh. */
final class Stage {
    static final String RUN = "7Z3K9QWM2TXB";
    static final String PATH = "0001";
    static final String POD_PATH = "0002";
    static final String CONTROL = "c0de";
    static final int CONNECTIONS = 3;
    /** A canary that is missing must be told from the beginning of a pooled connection. */
    static final int BYTES = 8192;

    static final int HBONE = 15008;
    static final int PORT = 8080;
    static final int SERVICE_PORT = 80;
    static final List<String> BOTH = List.of("node-1", "node-2");
    static final List<String> CLIENT_NODE = List.of("node-1");

    final Net net;
    final RandomGenerator random;
    final IpAddress client;
    final IpAddress server;
    final IpAddress service;
    final IpAddress waypoint;
    private final IpAddress otherWaypoint;
    private final IpAddress controlClient;
    private final IpAddress controlServer;
    private final int mss;
    private int nextPort = 40_000;
    private boolean podDialled;
    private boolean otherWaypointUsed;
    private boolean mixedIntoControls;

    Stage(boolean v6, LinkType linkType, int mss, RandomGenerator random) {
        this.random = random;
        this.mss = mss;
        net = new Net(linkType, "node-1", "node-2");
        client = address(v6, 0x0A010102);
        server = address(v6, 0x0A010202);
        service = address(v6, 0x0A60000A);
        waypoint = address(v6, 0x0A010203);
        otherWaypoint = address(v6, 0x0A010105);
        controlClient = address(v6, 0x0A010104);
        controlServer = address(v6, 0x0A010204);
    }

    private static IpAddress address(boolean v6, int host) {
        return v6 ? new IpAddress(0xFD00_0000_0000_0001L, host & 0xFFFF_FFFFL) : IpAddress.v4(host);
    }

    Flow toServer() {
        return flow(client, new View(server, HBONE, BOTH));
    }

    Flow toServerFrom(int clientPort) {
        return new Flow(net, client, clientPort, List.of(new View(server, HBONE, BOTH)), mss, random);
    }

    Flow toWaypoint() {
        return flow(client, new View(waypoint, HBONE, BOTH));
    }

    Flow fromWaypoint() {
        return flow(waypoint, new View(server, HBONE, List.of("node-2")));
    }

    /** Another pod of the waypoint, on the client's node. */
    Flow toOtherWaypoint() {
        otherWaypointUsed = true;
        return flow(client, new View(otherWaypoint, HBONE, CLIENT_NODE));
    }

    Flow fromOtherWaypoint() {
        otherWaypointUsed = true;
        return flow(otherWaypoint, new View(server, HBONE, BOTH));
    }

    /** From now on a second path of the same pods, which dials the server itself and no Service, is part of the plan. */
    void dialPodToo() {
        podDialled = true;
    }

    /** To the Service, and behind its address translation to the pod. */
    Flow past() {
        return flow(client, new View(service, SERVICE_PORT, CLIENT_NODE), new View(server, PORT, BOTH));
    }

    Flow pastToPod() {
        return flow(client, new View(server, PORT, BOTH));
    }

    private Flow flow(IpAddress from, View... views) {
        return new Flow(net, from, nextPort++, List.of(views), mss, random);
    }

    /** The positive control: a canary in the clear between pods outside the mesh. */
    void control(int sequence) {
        Flow flow = flow(controlClient, new View(controlServer, PORT, BOTH)).open();
        if (mixedIntoControls) {
            flow.request(Canaries.mixedRequest(RUN, CONTROL, PATH, sequence, BYTES));
            flow.response(Canaries.response(RUN, CONTROL, sequence, BYTES));
        } else {
            clear(flow, CONTROL, sequence);
        }
        flow.close();
    }

    /** From now on the client of a control sends tokens of the path between its own. */
    void mixIntoControls() {
        mixedIntoControls = true;
    }

    /** So much of others' traffic that packets before and after it do not overtake each other. */
    void pause() {
        for (int i = 0; i < 5; i++) {
            control(2);
        }
    }

    void clear(Flow flow, int sequence) {
        clear(flow, PATH, sequence);
    }

    private static void clear(Flow flow, String path, int sequence) {
        flow.request(Canaries.request(RUN, path, sequence, BYTES));
        flow.response(Canaries.response(RUN, path, sequence, BYTES));
    }

    /** All canaries of the path on one connection. */
    void canaries(Flow flow) {
        for (int i = 0; i < CONNECTIONS; i++) {
            canary(flow);
        }
    }

    void canary(Flow flow) {
        Hbone.canary(flow, BYTES, BYTES, random);
    }

    Scene scene(String name, @Nullable CanaryOutcome outcome, boolean enrolled, boolean withWaypoint) {
        ProbePath path = path(
                PATH, name, enrolled, new Service("server", List.of(service), SERVICE_PORT), withWaypoint, outcome);
        ProbePath control = new ProbePath(
                CONTROL,
                "control",
                Expectation.PLAINTEXT,
                new Client("plain", "control-client", "node-1", List.of(controlClient), false),
                new Server("plain", "control-server", "node-2", List.of(controlServer), PORT, false),
                null,
                null,
                new Canary(2, BYTES, BYTES),
                new CanaryOutcome(2, 2, List.of(controlServer), null, null),
                null);
        List<Recording> recordings = net.recordings();
        Plan plan = new Plan(
                RUN,
                HBONE,
                true,
                podDialled ? List.of(path, toPod(enrolled), control) : List.of(path, control),
                recordings.stream().map(Recording::tap).toList());
        return new Scene(name, plan, recordings);
    }

    private ProbePath toPod(boolean enrolled) {
        CanaryOutcome outcome = new CanaryOutcome(CONNECTIONS, CONNECTIONS, List.of(server), false, true);
        return path(POD_PATH, "to the pod", enrolled, null, false, outcome);
    }

    private ProbePath path(
            String id,
            String name,
            boolean enrolled,
            @Nullable Service dialled,
            boolean withWaypoint,
            @Nullable CanaryOutcome outcome) {
        return new ProbePath(
                id,
                name,
                Expectation.ENCRYPTED,
                new Client("mesh", "client", "node-1", List.of(client), enrolled),
                new Server("mesh", "server", "node-2", List.of(server), PORT, true),
                dialled,
                withWaypoint ? new Waypoint(waypoints()) : null,
                new Canary(CONNECTIONS, BYTES, BYTES),
                outcome,
                null);
    }

    private List<IpAddress> waypoints() {
        return otherWaypointUsed ? List.of(waypoint, otherWaypoint) : List.of(waypoint);
    }
}
