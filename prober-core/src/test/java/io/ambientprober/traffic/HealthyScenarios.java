package io.ambientprober.traffic;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.traffic.Scenario.Story;
import java.util.List;
import java.util.stream.Stream;

/** Healthy meshes, which a judge may take for something else. */
public final class HealthyScenarios {
    private static final String DIRECT = "PASS hbone; PASS service; PASS enforced";
    private static final String WAYPOINT = "PASS hbone; PASS waypoint; PASS enforced";

    private HealthyScenarios() {}

    public static List<Scenario> all() {
        return Stream.concat(direct(), throughWaypoints()).toList();
    }

    /** As they are, over IPv6 in small segments, and as offloads pass them up. */
    public static List<Scene> scenes() {
        return Scenario.scenes(all());
    }

    private static Stream<Scenario> direct() {
        return Stream.of(
                healthy("as ztunnel writes its first records", DIRECT, stage -> {
                    Flow flow = stage.toServer().open();
                    Hbone.measuredHandshake(flow, stage.random);
                    stage.canaries(flow);
                }),
                healthy("two connections, canaries in turn", DIRECT, stage -> {
                    Flow one = opened(stage.toServer(), stage);
                    Flow other = opened(stage.toServer(), stage);
                    for (int i = 0; i < Stage.CONNECTIONS; i++) {
                        stage.canary(i % 2 == 0 ? one : other);
                    }
                }),
                healthy("two paths on one connection", DIRECT, stage -> {
                    stage.dialPodToo();
                    Flow flow = opened(stage.toServer(), stage);
                    stage.canaries(flow);
                    stage.canaries(flow);
                }),
                healthy("two paths, in turn on two connections", DIRECT, stage -> {
                    stage.dialPodToo();
                    Flow one = opened(stage.toServer(), stage);
                    Flow other = opened(stage.toServer(), stage);
                    for (int i = 0; i < Stage.CONNECTIONS; i++) {
                        stage.canary(one);
                        stage.canary(other);
                    }
                }),
                healthy("pooled, captured from the middle of a record on", DIRECT, stage -> {
                    Flow flow = stage.toServer();
                    flow.request(Foreign.bytes(700, stage.random));
                    flow.response(Foreign.bytes(1049, stage.random));
                    stage.canaries(flow);
                }),
                healthy("pooled, captured from the middle of a record's header on", DIRECT, stage -> {
                    Flow flow = stage.toServer();
                    flow.request(new byte[] {3, 4, 26}, Foreign.bytes(1050, stage.random));
                    flow.response(new byte[] {26}, Foreign.bytes(1050, stage.random));
                    stage.canaries(flow);
                }),
                healthy("keepalives between canaries", DIRECT, stage -> {
                    Flow flow = opened(stage.toServer(), stage);
                    for (int i = 0; i < Stage.CONNECTIONS; i++) {
                        stage.canary(flow);
                        pings(5, flow, stage);
                    }
                }),
                healthy("keepalives on an old connection beside", DIRECT, stage -> {
                    Flow old = stage.toServer();
                    pings(10, old, stage);
                    stage.canaries(opened(stage.toServer(), stage));
                    pings(10, old, stage);
                    old.close();
                }),
                healthy("a connection that was opened and not used", DIRECT, stage -> {
                    Flow spare = stage.toServer().open();
                    stage.canaries(opened(stage.toServer(), stage));
                    spare.close();
                }),
                healthy("old, and its end", DIRECT, stage -> {
                    stage.toServer().close();
                    stage.canaries(opened(stage.toServer(), stage));
                }));
    }

    private static Stream<Scenario> throughWaypoints() {
        return Stream.of(
                healthy("waypoint of two pods", WAYPOINT, stage -> {
                    stage.canary(opened(stage.toWaypoint(), stage));
                    stage.canary(opened(stage.fromWaypoint(), stage));
                    Flow there = opened(stage.toOtherWaypoint(), stage);
                    Flow on = opened(stage.fromOtherWaypoint(), stage);
                    for (int i = 1; i < Stage.CONNECTIONS; i++) {
                        stage.canary(there);
                        stage.canary(on);
                    }
                }),
                healthy("waypoint of two pods, pooled", WAYPOINT, stage -> {
                    stage.canary(stage.toWaypoint());
                    stage.canary(stage.fromWaypoint());
                    Flow there = stage.toOtherWaypoint();
                    Flow on = stage.fromOtherWaypoint();
                    for (int i = 1; i < Stage.CONNECTIONS; i++) {
                        stage.canary(there);
                        stage.canary(on);
                    }
                }),
                healthy("waypoint, and a path to the pod beside it", WAYPOINT, stage -> {
                    stage.dialPodToo();
                    stage.canaries(opened(stage.toWaypoint(), stage));
                    stage.canaries(opened(stage.fromWaypoint(), stage));
                    stage.canaries(opened(stage.toServer(), stage));
                }),
                healthy("waypoint, and an old direct connection that is kept alive", WAYPOINT, stage -> {
                    Flow old = stage.toServer();
                    pings(3, old, stage);
                    stage.canaries(opened(stage.toWaypoint(), stage));
                    stage.canaries(opened(stage.fromWaypoint(), stage));
                    old.close();
                }));
    }

    private static Scenario healthy(String name, String expected, Story story) {
        return new Scenario(name, story, HealthyScenarios::delivered, expected);
    }

    private static Flow opened(Flow flow, Stage stage) {
        Hbone.handshake(flow.open(), stage.random);
        return flow;
    }

    private static void pings(int times, Flow flow, Stage stage) {
        for (int i = 0; i < times; i++) {
            Hbone.ping(flow, stage.random);
        }
    }

    private static CanaryOutcome delivered(Stage stage) {
        return new CanaryOutcome(Stage.CONNECTIONS, Stage.CONNECTIONS, List.of(stage.service), false, true);
    }
}
