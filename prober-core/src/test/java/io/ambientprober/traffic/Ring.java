package io.ambientprober.traffic;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.LinkType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The taps of a scene in several files each, of several formats and link types, as a plan has them: in any order. */
public final class Ring {
    private static final List<SceneFiles> FORMATS = List.of(SceneFiles.values());
    private static final List<LinkType> LINKS = List.of(LinkType.ETHERNET, LinkType.LINUX_SLL, LinkType.LINUX_SLL2);

    private final Scene scene;
    private final Path folder;
    private final RandomGenerator random;

    public Ring(Scene scene, Path folder, RandomGenerator random) {
        this.scene = scene;
        this.folder = folder;
        this.random = random;
    }

    /** Files that follow one another. */
    public Plan following(int files) throws IOException {
        return write(files, size -> index -> index * files / size);
    }

    /** Files of the same time. */
    public Plan overlapping(int files) throws IOException {
        return write(files, size -> index -> random.nextInt(files));
    }

    private interface Division {
        /** From the place of a frame to that of its file. */
        IntUnaryOperator of(int frames);
    }

    private Plan write(int files, Division division) throws IOException {
        List<Tap> taps = new ArrayList<>();
        for (Recording recording : scene.recordings()) {
            taps.add(write(recording, files, division.of(recording.frames().size())));
        }
        Plan plan = scene.plan();
        return new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), taps);
    }

    private Tap write(Recording recording, int files, IntUnaryOperator division) throws IOException {
        List<List<Frame>> parts = new ArrayList<>();
        IntStream.range(0, files).forEach(file -> parts.add(new ArrayList<>()));
        for (int i = 0; i < recording.frames().size(); i++) {
            int file = division.applyAsInt(i);
            parts.get(file)
                    .add(Links.as(
                            LINKS.get(file % LINKS.size()), recording.frames().get(i)));
        }
        List<String> names = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            String name = recording.tap().id() + ".pcap" + file;
            Recording part = new Recording(recording.tap().withFiles(List.of(name)), parts.get(file), 0);
            FORMATS.get(file % FORMATS.size()).write(scene.with(List.of(part)), folder);
            names.add(name);
        }
        Collections.shuffle(names, Random.from(random));
        return recording.tap().withFiles(names);
    }
}
