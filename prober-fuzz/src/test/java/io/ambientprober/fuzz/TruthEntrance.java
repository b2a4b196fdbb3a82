package io.ambientprober.fuzz;

import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Recording;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import io.ambientprober.wire.LinkType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Edits of traffic: which scene, whether packets may only go, and then edit after edit of tap, packet and what becomes of it. What was in the
 * clear stays, and then nothing passes; of what was well, packets that go make no failure; and without a control nothing passes.
 */
final class TruthEntrance implements Entrance {
    private static final Scene[] SCENES = Stream.of(LinkType.ETHERNET, LinkType.LINUX_SLL2, LinkType.RAW)
            .flatMap(link -> Stream.of(SmallScenes.healthy(link), SmallScenes.pooled(link), SmallScenes.leaking(link)))
            .toArray(Scene[]::new);

    private static final String RUN = "AP1-" + SCENES[0].plan().run();
    private static final String CANARY = RUN + "-" + SmallScenes.PATH;
    private static final String CONTROL = RUN + "-c0de";
    private static final long MOMENT = 1000;

    private enum Change {
        DROP,
        DROP_FROM_HERE,
        DROP_UP_TO_HERE,
        BYTE,
        COPY,
        CUT,
        LATER,
        REPLACE
    }

    @Override
    public void read(byte[] input) {
        Choices choices = new Choices(input);
        Scene scene = choices.of(SCENES);
        boolean onlyDrops = choices.octet() % 2 == 0;
        Scene edited = edited(scene, onlyDrops, choices);
        Verdicts verdicts = edited.judge();
        Verdict path = Objects.requireNonNull(verdicts.paths().get(SmallScenes.PATH))
                .encryption()
                .verdict();
        boolean leaks = leaks(scene, edited);
        Require.that(!leaks || path != Verdict.PASS, "a path passes whose canary is in the clear");
        Require.that(
                !onlyDrops || leaks || scene.name().contains("leaking") || path != Verdict.FAIL,
                "packets that went made a failure");
        boolean controls = edited.recordings().stream().allMatch(TruthEntrance::holdsControl);
        Require.that(
                controls || path != Verdict.PASS && verdicts.run() != RunVerdict.PASS,
                "a run passes without a control on each node");
    }

    /** Of the scene's own packets, which show whole tokens on a wire: an edit may write the beginning of one, or one on a loopback device. */
    private static boolean leaks(Scene scene, Scene edited) {
        Set<Frame> own = frames(scene).filter(frame -> !mayGo(frame)).collect(Collectors.toSet());
        return frames(edited).anyMatch(own::contains);
    }

    private static Stream<Frame> frames(Scene scene) {
        return scene.recordings().stream().flatMap(recording -> recording.frames().stream());
    }

    private static boolean holdsControl(Recording recording) {
        return recording.frames().stream().anyMatch(frame -> holds(frame, CONTROL));
    }

    private static Scene edited(Scene scene, boolean onlyDrops, Choices choices) {
        List<List<Frame>> taps = new ArrayList<>();
        scene.recordings().forEach(recording -> taps.add(new ArrayList<>(recording.frames())));
        while (choices.hasMore()) {
            Change change = choices.of(Change.values());
            List<Frame> frames = taps.get(choices.octet() % taps.size());
            int at = choices.octet();
            if (!frames.isEmpty()) {
                edit(onlyDrops ? drop(change) : change, frames, at % frames.size(), choices);
            }
        }
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < taps.size(); i++) {
            recordings.add(scene.recordings().get(i).with(taps.get(i)));
        }
        return scene.with(recordings);
    }

    private static Change drop(Change change) {
        return switch (change) {
            case DROP_FROM_HERE, DROP_UP_TO_HERE -> change;
            case DROP, BYTE, COPY, CUT, LATER, REPLACE -> Change.DROP;
        };
    }

    /** What was in the clear stays as it is. */
    private static void edit(Change change, List<Frame> frames, int at, Choices choices) {
        Frame frame = frames.get(at);
        switch (change) {
            case DROP -> frames.subList(at, at + 1).removeIf(TruthEntrance::mayGo);
            case DROP_FROM_HERE -> frames.subList(at, frames.size()).removeIf(TruthEntrance::mayGo);
            case DROP_UP_TO_HERE -> frames.subList(0, at).removeIf(TruthEntrance::mayGo);
            case COPY -> frames.add(choices.octet() % (frames.size() + 1), frame);
            case BYTE, CUT, LATER, REPLACE -> {
                Frame changed = changed(change, frame, choices);
                if (mayGo(frame)) {
                    frames.set(at, changed);
                }
            }
        }
    }

    private static boolean holds(Frame frame, String text) {
        return new String(frame.data(), StandardCharsets.ISO_8859_1).contains(text);
    }

    private static boolean mayGo(Frame frame) {
        return !holds(frame, CANARY);
    }

    private static Frame changed(Change change, Frame frame, Choices choices) {
        return switch (change) {
            case BYTE -> {
                byte[] data = frame.data().clone();
                int at = choices.word() % data.length;
                data[at] = (byte) choices.octet();
                yield frame.with(data, frame.length());
            }
            case CUT -> frame.snapped(1 + choices.octet());
            case LATER -> frame.at(frame.timeNanos() + choices.word() * MOMENT);
            case REPLACE -> {
                byte[] data = choices.bytes(choices.octet());
                yield data.length == 0 ? frame : frame.with(data, data.length);
            }
            case DROP, DROP_FROM_HERE, DROP_UP_TO_HERE, COPY -> frame;
        };
    }

    @Override
    public Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int scene = 0; scene < SCENES.length; scene++) {
            for (int mode = 0; mode < 2; mode++) {
                seeds.add(new byte[] {(byte) scene, (byte) mode});
                seeds.add(new byte[] {(byte) scene, (byte) mode, 0, 0, 5, 0, 1, 5});
                seeds.add(new byte[] {(byte) scene, (byte) mode, 2, 0, 12, 2, 1, 12});
                seeds.add(new byte[] {(byte) scene, (byte) mode, 3, 0, 7, 0, 60, 1, 5, 1, 3, 90, 4, 0, 3, 6});
            }
        }
        return seeds.stream();
    }
}
