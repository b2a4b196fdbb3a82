package io.ambientprober.traffic;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.traffic.Scenario.Variant;
import io.ambientprober.wire.LinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Encrypted traffic that balances or nearly does, and a canary in the clear beside it. Once what is in the clear is removed, a single rule of the
 * judgement stands between what is left and a PASS.
 */
public final class OneRule {
    /** What is in the clear has a connection of its own, and nothing is missing without it: only anyone who lost it can tell. */
    private static final String COUNTED = "counted losses";

    private static final String EXPECTED = "FAIL plaintext-masked; NOT_JUDGED not-encrypted; WARN masking";
    private static final int EXTRA = 9;
    private static final int SHORT = 1000;

    /** Connections that a canary takes one after the other, and for each what there is to choose from. */
    private record Way(String name, Function<Stage, List<List<Flow>>> legs) {}

    private static final List<Way> WAYS = List.of(
            new Way("one connection", stage -> List.of(List.of(opened(stage.toServer(), stage)))),
            new Way("pooled", stage -> List.of(List.of(stage.toServer()))),
            new Way(
                    "two connections",
                    stage -> List.of(List.of(opened(stage.toServer(), stage), opened(stage.toServer(), stage)))),
            new Way(
                    "waypoint",
                    stage -> List.of(
                            List.of(opened(stage.toWaypoint(), stage)), List.of(opened(stage.fromWaypoint(), stage)))),
            new Way("pooled waypoint", stage -> List.of(List.of(stage.toWaypoint()), List.of(stage.fromWaypoint()))));

    private interface Rule {
        void accept(Stage stage, List<List<Flow>> legs);
    }

    private OneRule() {}

    public static List<Scenario> all() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Way way : WAYS) {
            scenarios.add(scenario("gap", way, 3, OneRule::inTheMiddleOfAStream));
            scenarios.add(scenario("control", way, 3, OneRule::onTheControlsConnection));
            scenarios.add(scenario(COUNTED, way, 3, OneRule::beside));
            scenarios.add(scenario("balance", way, 3, OneRule::inPlaceOfOne));
            scenarios.add(scenario("others", way, 2, OneRule::inPlaceOfOne));
        }
        return scenarios;
    }

    public static List<Scene> scenes() {
        return all().stream()
                .flatMap(scenario ->
                        Stream.of(scenario.scene(), scenario.scene(new Variant(true, LinkType.ETHERNET, 536))))
                .toList();
    }

    public static boolean isKeptByCountsAlone(Scene scene) {
        return scene.name().startsWith(COUNTED);
    }

    private static Scenario scenario(String rule, Way way, int delivered, Rule story) {
        return new Scenario(
                rule + ", " + way.name(),
                stage -> story.accept(stage, way.legs().apply(stage)),
                stage -> new CanaryOutcome(Stage.CONNECTIONS, delivered, List.of(stage.service), false, true),
                EXPECTED);
    }

    /** All canaries were encrypted; bytes in the clear came between two of them. */
    private static void inTheMiddleOfAStream(Stage stage, List<List<Flow>> legs) {
        canary(stage, legs, 0);
        legs.getFirst().getFirst().request(Canaries.request(Stage.RUN, Stage.PATH, EXTRA, SHORT));
        canary(stage, legs, 1);
        canary(stage, legs, 2);
    }

    /** All canaries were encrypted; the next control's client sends tokens of the path as well. */
    private static void onTheControlsConnection(Stage stage, List<List<Flow>> legs) {
        canaries(stage, legs, 3);
        stage.mixIntoControls();
    }

    /** All canaries were encrypted; one was sent in the clear as well. */
    private static void beside(Stage stage, List<List<Flow>> legs) {
        canaries(stage, legs, 3);
        inClear(stage);
    }

    /** One of the canaries was in the clear; where two of three were delivered, a third was encrypted and not answered to its end. */
    private static void inPlaceOfOne(Stage stage, List<List<Flow>> legs) {
        canaries(stage, legs, 2);
        inClear(stage);
    }

    private static void inClear(Stage stage) {
        Flow flow = stage.past().open();
        stage.clear(flow, EXTRA);
        flow.close();
    }

    private static void canaries(Stage stage, List<List<Flow>> legs, int count) {
        for (int i = 0; i < count; i++) {
            canary(stage, legs, i);
        }
    }

    private static void canary(Stage stage, List<List<Flow>> legs, int number) {
        for (List<Flow> leg : legs) {
            stage.canary(leg.get(number % leg.size()));
        }
    }

    private static Flow opened(Flow flow, Stage stage) {
        Hbone.handshake(flow.open(), stage.random);
        return flow;
    }
}
