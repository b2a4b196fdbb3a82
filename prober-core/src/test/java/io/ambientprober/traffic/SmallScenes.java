package io.ambientprober.traffic;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.traffic.Flow.View;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** As little traffic as can be judged: one canary between two pods, and one of a control; some kilobytes, for a fuzzer to change. */
public final class SmallScenes {
    /** Path of the canary. */
    public static final String PATH = "0001";

    /** What the canary's connections carry in each direction: more than anything else on them could be. */
    private static final int BYTES = 1024;

    private static final int CONTROL_BYTES = 64;
    private static final int MSS = 1448;
    private static final List<String> NODES = List.of("node-1", "node-2");
    private static final IpAddress CLIENT = IpAddress.parse("10.1.1.2");
    private static final IpAddress SERVER = IpAddress.parse("10.1.2.2");
    private static final IpAddress CONTROL_CLIENT = IpAddress.parse("10.1.1.4");
    private static final IpAddress CONTROL_SERVER = IpAddress.parse("10.1.2.4");

    private final Net net;
    private final RandomGenerator random;
    private int port = 40_000;

    private SmallScenes(LinkType linkType, RandomGenerator random) {
        net = new Net(linkType, NODES.toArray(String[]::new));
        this.random = random;
    }

    /** Passes. */
    public static Scene healthy(LinkType linkType) {
        SmallScenes scene = new SmallScenes(linkType, Seeds.random("small", linkType));
        scene.control();
        scene.encrypted();
        return scene.named("small, healthy " + linkType);
    }

    /** Passes, without a handshake that would say which suite encrypts. */
    public static Scene pooled(LinkType linkType) {
        SmallScenes scene = new SmallScenes(linkType, Seeds.random("small", linkType));
        scene.control();
        Hbone.canary(scene.flow(CLIENT, SERVER, Stage.HBONE), BYTES, BYTES, scene.random);
        return scene.named("small, pooled " + linkType);
    }

    /** Fails: all balances, and the canary was in the clear as well. */
    public static Scene leaking(LinkType linkType) {
        SmallScenes scene = new SmallScenes(linkType, Seeds.random("small", linkType));
        scene.control();
        scene.encrypted();
        Flow flow = scene.flow(CLIENT, SERVER, Stage.PORT).open();
        flow.request(Canaries.request(Stage.RUN, PATH, 0, CONTROL_BYTES));
        return scene.named("small, leaking " + linkType);
    }

    private void encrypted() {
        Flow flow = flow(CLIENT, SERVER, Stage.HBONE).open();
        Hbone.measuredHandshake(flow, random);
        Hbone.canary(flow, BYTES, BYTES, random);
    }

    private void control() {
        Flow flow = flow(CONTROL_CLIENT, CONTROL_SERVER, Stage.PORT).open();
        flow.request(Canaries.request(Stage.RUN, Stage.CONTROL, 0, CONTROL_BYTES));
        flow.response(Canaries.response(Stage.RUN, Stage.CONTROL, 0, CONTROL_BYTES));
    }

    private Flow flow(IpAddress client, IpAddress server, int serverPort) {
        return new Flow(net, client, port++, List.of(new View(server, serverPort, NODES)), MSS, random);
    }

    private Scene named(String name) {
        List<Recording> recordings = net.recordings();
        List<ProbePath> paths = new ArrayList<>();
        paths.add(path(PATH, Expectation.ENCRYPTED, CLIENT, SERVER, BYTES));
        paths.add(path(Stage.CONTROL, Expectation.PLAINTEXT, CONTROL_CLIENT, CONTROL_SERVER, CONTROL_BYTES));
        Plan plan = new Plan(
                Stage.RUN,
                Stage.HBONE,
                false,
                paths,
                recordings.stream().map(Recording::tap).toList());
        return new Scene(name, plan, recordings);
    }

    private static ProbePath path(String id, Expectation expectation, IpAddress client, IpAddress server, int bytes) {
        boolean enrolled = expectation == Expectation.ENCRYPTED;
        return new ProbePath(
                id,
                id,
                expectation,
                new Client("some", "client-" + id, "node-1", List.of(client), enrolled),
                new Server("some", "server-" + id, "node-2", List.of(server), Stage.PORT, enrolled),
                null,
                null,
                new Canary(1, bytes, bytes),
                new CanaryOutcome(1, 1, List.of(server), null, null),
                null);
    }
}
