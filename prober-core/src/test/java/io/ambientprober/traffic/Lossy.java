package io.ambientprober.traffic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Edits that take packets away, from each tap by itself or the same from all: nothing may become PASS. */
public final class Lossy {
    private static final int TLS_HANDSHAKE = 22;

    private Lossy() {}

    public static List<Edit> all() {
        List<Edit> edits = new ArrayList<>();
        for (double share : new double[] {0.001, 0.01, 0.1, 0.5, 0.9, 0.99}) {
            edits.add(drop("drop " + share, random -> frame -> random.nextDouble() < share));
        }
        for (double share : new double[] {0.02, 0.1, 0.5, 0.9}) {
            edits.add(new Edit("drop head " + share, (scene, random) -> range(scene, 0, share * random.nextDouble())));
            edits.add(new Edit(
                    "drop tail " + share, (scene, random) -> range(scene, 1 - share * random.nextDouble(), 1)));
        }
        edits.add(new Edit("drop a run", Lossy::run));
        edits.add(new Edit("drop the head of each tap", (scene, random) -> eachRange(scene, 0, random.nextDouble())));
        edits.add(new Edit("drop the tail of each tap", (scene, random) -> eachRange(scene, random.nextDouble(), 1)));
        edits.add(new Edit("drop a tap", Lossy::tap));
        edits.add(segments("drop SYNs", segment -> segment.has(Segment.SYN)));
        edits.add(segments("drop FINs", segment -> segment.has(Segment.FIN)));
        edits.add(segments("drop resets", segment -> segment.has(Segment.RST)));
        edits.add(segments("drop handshakes", Lossy::isHandshake));
        edits.add(segments("drop SYNs and handshakes", segment -> segment.has(Segment.SYN) || isHandshake(segment)));
        edits.add(segments("drop payload", segment -> segment.payloadLength() > 0));
        edits.add(segments("drop bare acknowledgements", segment -> segment.payloadLength() == 0));
        edits.add(segments("drop large", segment -> segment.payloadLength() > 600));
        edits.add(segments("drop small", segment -> segment.payloadLength() < 600));
        edits.add(byKey("drop one direction of connections", Segment::flow));
        edits.add(byKey("drop connections", Segment::connection));
        edits.add(new Edit("drop the first packets of connections", Lossy::beginnings));
        edits.add(new Edit("drop the last packets of connections", Lossy::ends));
        edits.add(new Edit("drop packets with tokens", Lossy::tokens));
        edits.add(new Edit("snap", (scene, random) -> {
            int snapLength = 20 + random.nextInt(400);
            return scene.each(Order.every(frame -> frame.snapped(snapLength)));
        }));
        edits.add(new Edit(
                "snap some",
                (scene, random) -> scene.each(Order.every(frame ->
                        random.nextInt(10) == 0 ? frame.snapped(random.nextInt(frame.captured() + 1)) : frame))));
        return edits;
    }

    private static Edit drop(String name, Function<RandomGenerator, Predicate<Frame>> lost) {
        return new Edit(name, (scene, random) -> without(scene, lost.apply(random)));
    }

    private static Scene without(Scene scene, Predicate<Frame> lost) {
        return scene.each(frames -> frames.stream().filter(lost.negate()).toList());
    }

    private static Edit segments(String name, Predicate<Segment> lost) {
        return new Edit(name, (scene, random) -> {
            double share = random.nextBoolean() ? 1 : random.nextDouble();
            return without(scene, frame -> {
                Segment segment = Segment.of(frame);
                return segment != null && lost.test(segment) && random.nextDouble() < share;
            });
        });
    }

    private static boolean isHandshake(Segment segment) {
        byte[] payload = segment.payload();
        return payload.length > 0 && payload[0] == TLS_HANDSHAKE;
    }

    /** Removes all packets of some flows, of the same ones from all taps. */
    private static Edit byKey(String name, Function<Segment, String> key) {
        return new Edit(name, (scene, random) -> {
            Set<String> lost = new HashSet<>();
            for (String each : keys(scene, key)) {
                if (random.nextBoolean()) {
                    lost.add(each);
                }
            }
            return without(scene, frame -> {
                Segment segment = Segment.of(frame);
                return segment != null && lost.contains(key.apply(segment));
            });
        });
    }

    private static Set<String> keys(Scene scene, Function<Segment, String> key) {
        Set<String> keys = new LinkedHashSet<>();
        scene.recordings()
                .forEach(recording -> recording.frames().forEach(frame -> {
                    Segment segment = Segment.of(frame);
                    if (segment != null) {
                        keys.add(key.apply(segment));
                    }
                }));
        return keys;
    }

    /** The same share of the time of the capture from all taps, as when all were armed late or stopped early. */
    private static Scene range(Scene scene, double from, double to) {
        long[] times = scene.recordings().stream()
                .flatMap(recording -> recording.frames().stream())
                .mapToLong(Frame::timeNanos)
                .sorted()
                .toArray();
        if (times.length == 0) {
            return scene;
        }
        long begin = times[(int) Math.min(times.length - 1, from * times.length)];
        long end = to >= 1 ? Long.MAX_VALUE : times[(int) (to * times.length)];
        return without(scene, frame -> frame.timeNanos() >= begin && frame.timeNanos() < end);
    }

    private static Scene eachRange(Scene scene, double from, double to) {
        return scene.each(frames -> {
            List<Frame> kept = new ArrayList<>(frames.subList(0, (int) (from * frames.size())));
            kept.addAll(frames.subList((int) (to * frames.size()), frames.size()));
            return kept;
        });
    }

    private static Scene run(Scene scene, RandomGenerator random) {
        return scene.each(frames -> {
            int from = random.nextInt(frames.size() + 1);
            int to = from + random.nextInt(frames.size() - from + 1);
            List<Frame> kept = new ArrayList<>(frames.subList(0, from));
            kept.addAll(frames.subList(to, frames.size()));
            return kept;
        });
    }

    private static Scene tap(Scene scene, RandomGenerator random) {
        List<Recording> taps = new ArrayList<>(scene.recordings());
        int lost = random.nextInt(taps.size());
        taps.set(lost, taps.get(lost).with(List.of()));
        return scene.with(taps);
    }

    /** The first few packets of every connection, as many from all taps that saw it. */
    private static Scene beginnings(Scene scene, RandomGenerator random) {
        int count = 1 + random.nextInt(30);
        return scene.each(frames -> {
            Map<String, Integer> seen = new HashMap<>();
            return frames.stream()
                    .filter(frame -> {
                        Segment segment = Segment.of(frame);
                        return segment == null || seen.merge(segment.connection(), 1, Integer::sum) > count;
                    })
                    .toList();
        });
    }

    private static Scene ends(Scene scene, RandomGenerator random) {
        int count = 1 + random.nextInt(30);
        return scene.each(frames -> {
            Map<String, Integer> seen = new HashMap<>();
            return frames.reversed().stream()
                    .filter(frame -> {
                        Segment segment = Segment.of(frame);
                        return segment == null || seen.merge(segment.connection(), 1, Integer::sum) > count;
                    })
                    .toList()
                    .reversed();
        });
    }

    /** All packets of some paths' tokens: what is left must not look better for it. */
    private static Scene tokens(Scene scene, RandomGenerator random) {
        List<byte[]> prefixes = new ArrayList<>();
        scene.plan().paths().forEach(path -> {
            if (random.nextBoolean()) {
                String prefix = "AP1-" + scene.plan().run() + "-" + path.id();
                prefixes.add(prefix.getBytes(StandardCharsets.US_ASCII));
            }
        });
        return without(scene, frame -> prefixes.stream().anyMatch(prefix -> Numbers.contains(frame.data(), prefix)));
    }
}
