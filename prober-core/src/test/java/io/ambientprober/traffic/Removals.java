package io.ambientprober.traffic;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be taken from captures as a whole, each by its name: a node, a direction, a canary, a part of a tap, an outcome. */
public final class Removals {
    public static final String SWAP = "swap taps";

    /** To be done before packets are fragmented or put into tunnels: it has to find all of a stream. */
    public static final Edit CUT = new Edit(
            "cut a canary out of TLS",
            (scene, random) -> Excision.any(scene, random).from(scene));

    /** Leaves nothing that could be read of a path: its packets, or the connections that they are of. */
    public static final Edit READABLE = new Edit("drop what can be read of a path", Removals::readable);

    private Removals() {}

    public static List<Edit> all() {
        return List.of(
                new Edit("drop all of a node", Removals::node),
                new Edit("drop what a path's client sends", (scene, random) -> sent(scene, random, true)),
                new Edit("drop what a path's server sends", (scene, random) -> sent(scene, random, false)),
                new Edit("drop what a node's pods do not send", (scene, random) -> Taps.ofSenders(scene)),
                new Edit("drop a canary in the clear", Removals::clearCanary),
                CUT,
                READABLE,
                new Edit("drop every n-th", (scene, random) -> everyNth(scene, random, true)),
                new Edit("drop every n-th of one tap", (scene, random) -> everyNth(scene, random, false)),
                new Edit("drop the first part of a tap", (scene, random) -> part(scene, random, true)),
                new Edit("drop the last part of a tap", (scene, random) -> part(scene, random, false)),
                new Edit(SWAP, Removals::swapped),
                new Edit("withhold an outcome", Removals::withheld));
    }

    private static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    private static Scene node(Scene scene, RandomGenerator random) {
        String node = any(scene.recordings(), random).tap().node();
        return scene.with(scene.recordings().stream()
                .map(recording -> recording.tap().node().equals(node) ? recording.with(List.of()) : recording)
                .toList());
    }

    /** What one pod of a path sends, from one tap or from all. */
    private static Scene sent(Scene scene, RandomGenerator random, boolean client) {
        ProbePath path = any(scene.plan().paths(), random);
        Set<IpAddress> sender =
                Set.copyOf(client ? path.client().ips() : path.server().ips());
        return lose(scene, random, frame -> {
            Segment segment = Segment.of(frame);
            return segment != null && sender.contains(segment.source());
        });
    }

    /** All packets that are lost, from one tap or from all. */
    private static Scene lose(Scene scene, RandomGenerator random, Predicate<Frame> lost) {
        return random.nextBoolean()
                ? scene.each(frames -> without(frames, lost))
                : ofOne(scene, random, recording -> recording.with(without(recording.frames(), lost)));
    }

    private static List<Frame> without(List<Frame> frames, Predicate<Frame> lost) {
        return frames.stream().filter(lost.negate()).toList();
    }

    private interface Change {
        Recording of(Recording recording);
    }

    private static Scene ofOne(Scene scene, RandomGenerator random, Change change) {
        List<Recording> taps = new ArrayList<>(scene.recordings());
        int changed = random.nextInt(taps.size());
        taps.set(changed, change.of(taps.get(changed)));
        return scene.with(taps);
    }

    /** The whole connection of a canary that can be read, one direction of it or both. */
    private static Scene clearCanary(Scene scene, RandomGenerator random) {
        byte[] run = ("AP1-" + scene.plan().run() + "-").getBytes(StandardCharsets.US_ASCII);
        List<Segment> canaries = scene.recordings().stream()
                .flatMap(recording -> recording.frames().stream())
                .map(Segment::of)
                .flatMap(Stream::ofNullable)
                .filter(segment -> Numbers.contains(segment.frame().data(), run))
                .toList();
        if (canaries.isEmpty()) {
            return scene;
        }
        Segment canary = any(canaries, random);
        boolean both = random.nextBoolean();
        return lose(scene, random, frame -> {
            Segment segment = Segment.of(frame);
            return segment != null
                    && (both
                            ? segment.connection().equals(canary.connection())
                            : segment.flow().equals(canary.flow()));
        });
    }

    private static Scene readable(Scene scene, RandomGenerator random) {
        String path = any(scene.plan().paths(), random).id();
        byte[] token = ("AP1-" + scene.plan().run() + "-" + path).getBytes(StandardCharsets.US_ASCII);
        Set<String> connections = random.nextBoolean()
                ? scene.recordings().stream()
                        .flatMap(recording -> recording.frames().stream())
                        .filter(frame -> Numbers.contains(frame.data(), token))
                        .flatMap(frame -> Stream.ofNullable(Segment.of(frame)))
                        .map(Segment::connection)
                        .collect(Collectors.toSet())
                : Set.of();
        return scene.each(frames -> without(frames, frame -> {
            Segment segment = Segment.of(frame);
            return Numbers.contains(frame.data(), token)
                    || segment != null && connections.contains(segment.connection());
        }));
    }

    private static Scene everyNth(Scene scene, RandomGenerator random, boolean all) {
        int n = 2 + random.nextInt(random.nextBoolean() ? 6 : 200);
        int first = random.nextInt(n);
        return all
                ? scene.each(frames -> withoutEvery(n, first, frames))
                : ofOne(scene, random, recording -> recording.with(withoutEvery(n, first, recording.frames())));
    }

    private static List<Frame> withoutEvery(int n, int first, List<Frame> frames) {
        List<Frame> kept = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (i % n != first) {
                kept.add(frames.get(i));
            }
        }
        return kept;
    }

    private static Scene part(Scene scene, RandomGenerator random, boolean first) {
        return ofOne(scene, random, recording -> {
            int size = recording.frames().size();
            int at = random.nextInt(size + 1);
            return recording.with(recording.frames().subList(first ? at : 0, first ? size : at));
        });
    }

    /** Two taps of different nodes, each with what the other captured. */
    private static Scene swapped(Scene scene, RandomGenerator random) {
        List<Recording> taps = new ArrayList<>(scene.recordings());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < taps.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, Random.from(random));
        int one = order.getFirst();
        int other = order.getLast();
        taps.set(
                one,
                scene.recordings().get(one).with(scene.recordings().get(other).frames()));
        taps.set(
                other,
                scene.recordings().get(other).with(scene.recordings().get(one).frames()));
        return scene.with(taps);
    }

    private static Scene withheld(Scene scene, RandomGenerator random) {
        Plan plan = scene.plan();
        int silent = random.nextInt(plan.paths().size());
        List<ProbePath> paths = new ArrayList<>(plan.paths());
        paths.set(silent, paths.get(silent).withoutOutcome());
        return scene.planned(paths);
    }
}
