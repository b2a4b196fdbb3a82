package io.ambientprober.traffic;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One story between a client and a server, and how it is judged.
 *
 * @param expected of path 0001: encryption; service path; policy
 */
public record Scenario(String name, Story story, Reported reported, String expected) {
    /** What is in the one packet that a stranger sends. */
    public static final byte[] FORGED = "GET / HTTP/1.1\r\nHost: server\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Variant USUAL = new Variant(false, LinkType.LINUX_SLL2, 1448);

    /** What happens between the two controls. */
    interface Story extends Consumer<Stage> {}

    /** What the client says; null when it never reported. */
    interface Reported {
        @Nullable
        CanaryOutcome by(Stage stage);
    }

    /** How the same story looks elsewhere. */
    public record Variant(boolean v6, LinkType linkType, int mss) {}

    public Scene scene() {
        return scene(USUAL);
    }

    public Scene scene(Variant variant) {
        Stage stage = new Stage(variant.v6(), variant.linkType(), variant.mss(), Seeds.random(name, variant));
        stage.control(0);
        story.accept(stage);
        stage.control(1);
        CanaryOutcome outcome = reported.by(stage);
        boolean enrolled = !name.contains("not enrolled");
        return stage.scene(name + " " + variant, outcome, enrolled, name.contains("waypoint"));
    }

    public static List<Scene> scenes() {
        return scenes(all());
    }

    static List<Scene> scenes(List<Scenario> scenarios) {
        List<Scene> scenes = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            scenes.add(scenario.scene());
            scenes.add(scenario.scene(new Variant(true, LinkType.ETHERNET, 536)));
            scenes.add(scenario.scene(new Variant(false, LinkType.RAW, 61)));
        }
        return scenes;
    }

    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "healthy",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                            flow.close();
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "connection each",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.toServer().open();
                                Hbone.handshake(flow, stage.random);
                                Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                                flow.close();
                            }
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "post-quantum key share",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.postQuantumHandshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "hello retried",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.retriedHandshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "pooled",
                        stage -> stage.canaries(stage.toServer()),
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "socket LB",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        stage -> outcome(3, 3, stage.server, false, true),
                        "PASS hbone; WARN service-lost; PASS enforced"),
                new Scenario(
                        "not enforced",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        stage -> outcome(3, 3, stage.service, true, true),
                        "PASS hbone; PASS service; FAIL not-enforced"),
                new Scenario(
                        "waypoint",
                        stage -> {
                            Flow toWaypoint = stage.toWaypoint().open();
                            Hbone.handshake(toWaypoint, stage.random);
                            Flow fromWaypoint = stage.fromWaypoint().open();
                            Hbone.handshake(fromWaypoint, stage.random);
                            stage.canaries(toWaypoint);
                            stage.canaries(fromWaypoint);
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS waypoint; PASS enforced"),
                new Scenario(
                        "waypoint bypassed",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        Scenario::delivered,
                        "PASS hbone; FAIL waypoint-bypassed; PASS enforced"),
                new Scenario(
                        "waypoint, its other leg not seen",
                        stage -> {
                            Flow flow = stage.toWaypoint().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; INCONCLUSIVE no-witness; NOT_JUDGED not-tried"),
                new Scenario(
                        "waypoint, its other leg not whole",
                        stage -> {
                            Flow toWaypoint = stage.toWaypoint().open();
                            Hbone.handshake(toWaypoint, stage.random);
                            stage.canaries(toWaypoint);
                            Flow fromWaypoint = stage.fromWaypoint().open();
                            Hbone.handshake(fromWaypoint, stage.random);
                            Hbone.canary(fromWaypoint, Stage.BYTES, Stage.BYTES, stage.random);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; INCONCLUSIVE no-witness; NOT_JUDGED not-tried"),
                new Scenario(
                        "waypoint, in clear on its HBONE port",
                        stage -> {
                            Flow toWaypoint = stage.toWaypoint().open();
                            toWaypoint.request(Preface.client(stage.random));
                            toWaypoint.response(Preface.server());
                            Flow fromWaypoint = stage.fromWaypoint().open();
                            Hbone.handshake(fromWaypoint, stage.random);
                            stage.canaries(fromWaypoint);
                        },
                        Scenario::delivered,
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "connection each, from the same port",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.toServerFrom(39_999).later(i).open();
                                Hbone.handshake(flow, stage.random);
                                Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                                flow.close();
                                stage.pause();
                            }
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "pooled, then another from the same port",
                        stage -> {
                            Flow pooled = stage.toServerFrom(39_999);
                            Hbone.canary(pooled, Stage.BYTES, Stage.BYTES, stage.random);
                            pooled.close();
                            stage.pause();
                            canariesAfterOneFromTheSamePort(stage);
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "pooled and in clear, then another from the same port",
                        stage -> {
                            Flow pooled = stage.toServerFrom(39_999);
                            inClear(stage, pooled);
                            pooled.close();
                            stage.pause();
                            canariesAfterOneFromTheSamePort(stage);
                        },
                        Scenario::delivered,
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear, from the same port, numbered as long before",
                        stage -> {
                            canariesAfterOneFromTheSamePort(stage);
                            stage.pause();
                            inClear(stage, stage.toServerFrom(39_999));
                        },
                        Scenario::delivered,
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear, from the same port, numbered as long after",
                        stage -> {
                            canariesAfterOneFromTheSamePort(stage);
                            stage.pause();
                            inClear(stage, stage.toServerFrom(39_999).later(100));
                        },
                        Scenario::delivered,
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "TLS 1.2, mutual",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.toServer().open();
                                Tls12.handshake(flow, true, stage.random);
                                Tls12.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                                flow.close();
                            }
                        },
                        Scenario::delivered,
                        "PASS hbone; PASS service; PASS enforced"),
                new Scenario(
                        "TLS 1.2, no client certificate",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.toServer().open();
                                Tls12.handshake(flow, false, stage.random);
                                Tls12.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                                flow.close();
                            }
                        },
                        Scenario::delivered,
                        "FAIL not-mutual; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "no h2",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, 36, List.of("http/1.1"), stage.random);
                            stage.canaries(flow);
                        },
                        Scenario::delivered,
                        "FAIL not-hbone; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear",
                        Scenario::clear,
                        stage -> outcome(3, 3, stage.service, true, false),
                        "FAIL plaintext; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear, not enrolled",
                        Scenario::clear,
                        stage -> outcome(3, 3, stage.service, true, false),
                        "FAIL plaintext; NOT_JUDGED not-in-mesh; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear, masked",
                        Scenario::clear,
                        Scenario::masked,
                        "FAIL plaintext-masked; NOT_JUDGED not-encrypted; WARN masking"),
                new Scenario(
                        "one connection of three in clear",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                            Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                            Flow bare = stage.pastToPod().open();
                            stage.clear(bare, 2);
                            bare.close();
                        },
                        Scenario::delivered,
                        "FAIL plaintext-masked; NOT_JUDGED not-encrypted; WARN masking"),
                new Scenario(
                        "rejected",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.past().open();
                                flow.request(Canaries.request(Stage.RUN, Stage.PATH, i, 1000));
                                flow.reset();
                            }
                        },
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL plaintext-rejected; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "in clear on 15008",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                stage.clear(flow, i);
                            }
                        },
                        Scenario::delivered,
                        "FAIL plaintext-masked; NOT_JUDGED not-encrypted; WARN masking"),
                new Scenario(
                        "HTTP/2 in clear on 15008",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            flow.request(Preface.client(stage.random));
                            flow.response(Preface.server());
                            flow.request(Foreign.bytes(Stage.CONNECTIONS * Stage.BYTES, stage.random));
                            flow.response(Foreign.bytes(Stage.CONNECTIONS * Stage.BYTES, stage.random));
                        },
                        Scenario::delivered,
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "the application's own TLS",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.past().open();
                                Hbone.handshake(flow, stage.random);
                                Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                                flow.close();
                            }
                        },
                        Scenario::delivered,
                        "FAIL not-hbone; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "refused",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                stage.toServer().refused();
                            }
                        },
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL hbone-refused; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "unanswered",
                        stage -> stage.toServer().unanswered(5),
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL hbone-refused; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "dialled past HBONE, and dropped by a policy",
                        stage -> stage.past().unanswered(3),
                        stage -> new CanaryOutcome(0, 0, List.of(), null, null),
                        "FAIL not-delivered; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "accepted and never answered",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            flow.request(Hbone.data(stage.random, 500));
                        },
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL not-delivered; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "a handshake that the server refused",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.hello(flow, 36, List.of("h2"), stage.random);
                            flow.response(Tls.alert(2, 40));
                            flow.reset();
                        },
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL not-delivered; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "a few bytes that begin no record",
                        stage -> stage.toServer().open().request(new byte[] {'P', 'I'}, new byte[] {'N', 'G'}),
                        stage -> outcome(3, 0, stage.service, null, null),
                        "FAIL not-tls; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "nothing left the pod",
                        stage -> {},
                        stage -> new CanaryOutcome(0, 0, List.of(), null, null),
                        "FAIL not-delivered; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried"),
                new Scenario(
                        "unseen",
                        stage -> {},
                        Scenario::delivered,
                        "INCONCLUSIVE unseen; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "too few bytes",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "TLS 1.2, a few bytes too few",
                        stage -> {
                            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                                Flow flow = stage.toServer().open();
                                Tls12.handshake(flow, true, stage.random);
                                flow.request(Tls12.data(Stage.BYTES - 3, stage.random));
                                flow.response(Tls12.data(Stage.BYTES - 3, stage.random));
                                flow.close();
                            }
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged request on 15008",
                        stage -> {
                            hbone(stage);
                            stage.toServer().forgedRequest(FORGED);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged request on 15008, from the port of a connection beside, numbered before it",
                        stage -> beside(stage).forgedRequest(-200_000, FORGED),
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged request on 15008, from the port of a connection beside, numbered after it",
                        stage -> beside(stage).forgedRequest(200_000_000, FORGED),
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged hello without h2, from the port of a connection beside, numbered before it",
                        stage -> beside(stage).forgedRequest(-200_000, helloWithoutH2(stage)),
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged hello without h2, from the port of a connection beside, numbered after it",
                        stage -> beside(stage).forgedRequest(200_000_000, helloWithoutH2(stage)),
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged answer of 15008",
                        stage -> {
                            hbone(stage);
                            stage.toServer().forgedResponse(FORGED);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged request past HBONE",
                        stage -> {
                            hbone(stage);
                            stage.pastToPod().forgedRequest(FORGED);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged request past HBONE to the Service",
                        stage -> {
                            hbone(stage);
                            stage.past().forgedRequest(FORGED);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "a forged answer past HBONE",
                        stage -> {
                            hbone(stage);
                            stage.pastToPod().forgedResponse(FORGED);
                        },
                        Scenario::delivered,
                        "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"),
                new Scenario(
                        "never reported",
                        stage -> {
                            Flow flow = stage.toServer().open();
                            Hbone.handshake(flow, stage.random);
                            stage.canaries(flow);
                        },
                        stage -> null,
                        "INCONCLUSIVE no-outcome; INCONCLUSIVE no-witness; NOT_JUDGED not-tried"));
    }

    private static void hbone(Stage stage) {
        Flow flow = stage.toServer().open();
        Hbone.handshake(flow, stage.random);
        stage.canaries(flow);
        flow.close();
    }

    /** A connection that nobody uses, beside that of the canaries. */
    private static Flow beside(Stage stage) {
        hbone(stage);
        Flow spare = stage.toServer().open();
        Hbone.handshake(spare, stage.random);
        return spare;
    }

    private static byte[] helloWithoutH2(Stage stage) {
        return Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_3), List.of("http/1.1"), 36, stage.random));
    }

    private static void canariesAfterOneFromTheSamePort(Stage stage) {
        Flow flow = stage.toServerFrom(39_999).later(1).open();
        Hbone.handshake(flow, stage.random);
        for (int i = 1; i < Stage.CONNECTIONS; i++) {
            Hbone.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
        }
        flow.close();
    }

    /** A canary that nobody can know by its token. */
    private static void inClear(Stage stage, Flow flow) {
        flow.request(Preface.client(stage.random), Foreign.bytes(Stage.BYTES, stage.random));
        flow.response(Preface.server(), Foreign.bytes(Stage.BYTES, stage.random));
    }

    private static void clear(Stage stage) {
        for (int i = 0; i < Stage.CONNECTIONS; i++) {
            Flow flow = stage.past().open();
            stage.clear(flow, i);
            flow.close();
        }
    }

    private static CanaryOutcome delivered(Stage stage) {
        return outcome(3, 3, stage.service, false, true);
    }

    private static CanaryOutcome masked(Stage stage) {
        return outcome(3, 3, stage.service, false, false);
    }

    private static CanaryOutcome outcome(
            int connected, int delivered, IpAddress peer, @Nullable Boolean denied, @Nullable Boolean identity) {
        return new CanaryOutcome(connected, delivered, List.of(peer), denied, identity);
    }

    @Override
    public String toString() {
        return name;
    }
}
