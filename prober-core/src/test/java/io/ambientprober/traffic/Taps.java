package io.ambientprober.traffic;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The same packets in more captures of a node, or fewer. */
final class Taps {
    private Taps() {}

    static Scene splitRandomly(Scene scene, RandomGenerator random) {
        return split(scene, (index, size) -> random.nextBoolean());
    }

    static Scene splitByTime(Scene scene, RandomGenerator random) {
        double share = 0.1 + random.nextDouble() * 0.8;
        return split(scene, (index, size) -> index < size * share);
    }

    /** Each tap of a node twice, the other with a clock that is so much ahead, as one of a network card that does not count leap seconds is. */
    static Scene twice(Scene scene, long nanosAhead) {
        List<Recording> taps = new ArrayList<>();
        for (Recording recording : scene.recordings()) {
            List<Frame> later = recording.frames().stream()
                    .map(frame -> frame.at(frame.timeNanos() + nanosAhead))
                    .toList();
            taps.add(recording);
            taps.add(new Recording(Recording.counting(named(recording.tap(), "b"), later.size()), later, 0));
        }
        return scene.with(taps);
    }

    private interface Choice {
        boolean first(int index, int size);
    }

    private static Scene split(Scene scene, Choice choice) {
        List<Recording> taps = new ArrayList<>();
        for (Recording recording : scene.recordings()) {
            List<Frame> one = new ArrayList<>();
            List<Frame> other = new ArrayList<>();
            for (Frame frame : recording.frames()) {
                boolean first = choice.first(
                        one.size() + other.size(), recording.frames().size());
                (first ? one : other).add(frame);
            }
            if (one.isEmpty() || other.isEmpty()) {
                taps.add(recording);
            } else {
                taps.add(new Recording(
                        Recording.counting(named(recording.tap(), "a"), one.size()), one, recording.dropped()));
                taps.add(new Recording(Recording.counting(named(recording.tap(), "b"), other.size()), other, 0));
            }
        }
        return scene.with(taps);
    }

    private static Tap named(Tap tap, String suffix) {
        return new Tap(
                tap.id() + suffix,
                tap.node(),
                tap.files().getFirst() + suffix,
                tap.link(),
                Objects.requireNonNull(tap.captured()),
                tap.kernelDropped(),
                tap.interfaceDropped());
    }

    /** Each node's taps show what its own pods send, as the host's side of a veth does under eBPF host routing, and what nobody's do. */
    static Scene ofSenders(Scene scene) {
        Map<IpAddress, Set<String>> nodes = new HashMap<>();
        scene.plan().paths().forEach(path -> {
            path.client().ips().forEach(ip -> put(nodes, ip, path.client().node()));
            path.server().ips().forEach(ip -> put(nodes, ip, path.server().node()));
        });
        return scene.with(scene.recordings().stream()
                .map(recording -> recording.with(recording.frames().stream()
                        .filter(frame -> isSentFrom(recording.tap().node(), frame, nodes))
                        .toList()))
                .toList());
    }

    private static void put(Map<IpAddress, Set<String>> nodes, IpAddress ip, String node) {
        nodes.computeIfAbsent(ip, ignored -> new HashSet<>()).add(node);
    }

    private static boolean isSentFrom(String node, Frame frame, Map<IpAddress, Set<String>> nodes) {
        Segment segment = Segment.of(frame);
        return segment == null
                || nodes.getOrDefault(segment.source(), Set.of(node)).contains(node);
    }

    static Scene merged(Scene scene) {
        Map<String, List<Recording>> byNode = scene.recordings().stream()
                .collect(Collectors.groupingBy(
                        recording -> recording.tap().node(), LinkedHashMap::new, Collectors.toList()));
        return scene.with(byNode.values().stream().map(Taps::one).toList());
    }

    private static Recording one(List<Recording> taps) {
        if (taps.size() == 1) {
            return taps.getFirst();
        }
        List<Frame> frames = taps.stream()
                .flatMap(recording -> recording.frames().stream())
                .sorted(Comparator.comparingLong(Frame::timeNanos))
                .toList();
        Tap first = taps.getFirst().tap();
        Tap all = new Tap(
                first.id(),
                first.node(),
                first.files().getFirst(),
                first.link(),
                taps.stream()
                        .mapToLong(tap -> Objects.requireNonNull(tap.tap().captured()))
                        .sum(),
                taps.stream().mapToLong(tap -> tap.tap().kernelDropped()).sum(),
                taps.stream().mapToLong(tap -> tap.tap().interfaceDropped()).sum());
        return new Recording(
                all, frames, taps.stream().mapToLong(Recording::dropped).sum());
    }
}
