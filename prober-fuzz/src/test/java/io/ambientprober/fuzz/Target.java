package io.ambientprober.fuzz;

import io.ambientprober.agent.canary.HttpEntrance;
import io.ambientprober.agent.handshake.StrangerEntrance;
import io.ambientprober.cli.RunYamlEntrance;
import io.ambientprober.cli.VerifyEntrance;
import io.ambientprober.cluster.mesh.ZtunnelEntrance;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All entrances, by the names that scripts/fuzz and the folders of the corpus have for them. */
enum Target {
    /** Packets, with tunnels and fragments. */
    DECODER(new DecoderEntrance(), 2048, "packets"),
    /** TLS records and handshakes. */
    TLS(new TlsEntrance(), 1500, "packets"),
    /** Files of packets, packed or not, through to the report. */
    CAPTURE(new CaptureEntrance(), 12_000, "captures"),
    /** Edits of good and bad traffic: what may become of verdicts. */
    TRUTH(new TruthEntrance(), 256, "none"),
    PLAN(new PlanEntrance(), 6000, "json"),
    REPORT(new ReportEntrance(), 40_000, "json"),
    /** A signed bundle of evidence of which a part was changed. */
    VERIFY(new VerifyEntrance(), 8000, "json"),
    RUN_YAML(new RunYamlEntrance(), 2048, "yaml"),
    /** What agents and canary pods are sent. */
    ORDER(new OrderEntrance(), 1024, "json"),
    /** What their controller is answered. */
    ANSWER(new AnswerEntrance(), 8000, "json"),
    /** What the mesh says of itself. */
    ZTUNNEL(new ZtunnelEntrance(), 2048, "json"),
    /** What a server of a canary's path may be sent, and its client. */
    HTTP(new HttpEntrance(), 1024, "http"),
    /** Who answers on an HBONE port, and with which certificates. */
    STRANGER(new StrangerEntrance(), 4096, "packets");

    private static final Map<String, Target> BY_NAME = Stream.of(values())
            .collect(Collectors.toMap(Target::toString, Function.identity(), (one, other) -> one, TreeMap::new));

    @SuppressWarnings("ImmutableEnumChecker") // an entrance keeps nothing that matters to the next input
    private final Entrance entrance;

    private final int longest;
    private final String dictionary;

    Target(Entrance entrance, int longest, String dictionary) {
        this.entrance = entrance;
        this.longest = longest;
        this.dictionary = dictionary;
    }

    static Target named(String name) {
        Target target = BY_NAME.get(name);
        if (target == null) {
            throw new IllegalArgumentException(
                    "there is no target '" + name + "', but " + String.join(", ", BY_NAME.keySet()));
        }
        return target;
    }

    Entrance entrance() {
        return entrance;
    }

    /** Bytes of an input. */
    int longest() {
        return longest;
    }

    /** A file beside the corpus, without its ending; or {@code none}. */
    String dictionary() {
        return dictionary;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
