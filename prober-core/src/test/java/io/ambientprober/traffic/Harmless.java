package io.ambientprober.traffic;

import io.ambientprober.wire.LinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Edits that show the same traffic in another way: no verdict and no reason may change. */
public final class Harmless {
    private static final List<Tunnel> TUNNELS = List.of(Tunnel.values());

    private Harmless() {}

    public static List<Edit> all() {
        List<Edit> edits = new ArrayList<>(List.of(
                frames("duplicate some", random -> Order.duplicates(0.1, 4, random)),
                frames("duplicate many, copies far away", random -> Order.duplicates(0.5, 200, random)),
                frames("duplicate all", random -> Order.duplicates(1, 1, random)),
                new Edit("reorder within 4", (scene, random) -> Order.shuffled(scene, 4, random)),
                new Edit("reorder within 32", (scene, random) -> Order.shuffled(scene, 32, random)),
                frames("split segments anywhere", random -> Segmentation.split(1, 1500, random)),
                frames("split some segments finely", random -> Segmentation.split(0.1, 40, random)),
                frames("split all segments in two", random -> Segmentation.split(1, 60_000, random)),
                frames("join segments", random -> Segmentation.joined(0.5, random)),
                frames("join all segments", random -> Segmentation.joined(1, random)),
                frames("fragment IP in order", random -> Fragmentation.some(0.3, false, random)),
                frames("fragment IP out of order", random -> Fragmentation.some(0.3, true, random)),
                frames("VLAN", random -> Order.every(frame -> Links.tagged(frame, 1, random))),
                frames("QinQ", random -> Order.every(frame -> Links.tagged(frame, 2, random))),
                new Edit("split into two taps, at random", Taps::splitRandomly),
                new Edit("split into two taps, by time", Taps::splitByTime),
                new Edit("a second tap, 37 s ahead", (scene, random) -> Taps.twice(scene, 37_000_000_000L)),
                new Edit("merge the taps of a node", (scene, random) -> Taps.merged(scene)),
                new Edit("only what the pods of a node send", (scene, random) -> Taps.ofSenders(scene)),
                new Edit("foreign traffic", Foreign::added),
                new Edit("traffic of strangers with the plan's pods", Foreign::addedToPods)));
        for (LinkType type : LinkType.values()) {
            if (type != LinkType.IPV4 && type != LinkType.IPV6 && type != LinkType.OTHER) {
                edits.add(frames("link type " + type, random -> Order.every(frame -> Links.as(type, frame))));
            }
        }
        for (Tunnel tunnel : TUNNELS) {
            edits.add(frames(tunnel + " around all", random -> Order.every(frame -> tunnel.around(frame, random))));
        }
        edits.add(frames("two tunnels around some", random -> Order.every(frame -> nested(frame, random))));
        return edits;
    }

    private static Frame nested(Frame frame, RandomGenerator random) {
        Frame wrapped = frame;
        for (int i = random.nextInt(3); i > 0; i--) {
            wrapped = TUNNELS.get(random.nextInt(TUNNELS.size())).around(wrapped, random);
        }
        return wrapped;
    }

    /** Two or three edits, one after the other. */
    public static Stream<Edit> combinations(RandomGenerator random, int count) {
        List<Edit> all = all();
        return Stream.generate(() -> random.nextBoolean()
                        ? any(all, random).then(any(all, random))
                        : any(all, random).then(any(all, random)).then(any(all, random)))
                .filter(edit -> tunnelEdits(edit) <= 1)
                .limit(count);
    }

    /** More tunnels than a decoder follows hide what is in them. */
    private static int tunnelEdits(Edit edit) {
        return edit.name().split("around", -1).length - 1;
    }

    private static Edit any(List<Edit> edits, RandomGenerator random) {
        return edits.get(random.nextInt(edits.size()));
    }

    private static Edit frames(String name, Function<RandomGenerator, UnaryOperator<List<Frame>>> change) {
        return new Edit(name, (scene, random) -> scene.each(change.apply(random)));
    }
}
