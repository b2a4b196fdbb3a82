package io.ambientprober.traffic;

import io.ambientprober.plan.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Who may count the packets that a capture lost. */
enum Losses {
    KERNEL,
    DEVICE,
    AGENT,
    FILE,
    /** The one who captured says how many packets there were. */
    PLAN;

    private static final List<Losses> ALL = List.of(values());

    /** A scene after losses, with taps that tell what is gone since before: as many taps, in the same order. */
    static Scene counted(Scene before, Scene after, RandomGenerator random) {
        List<Recording> taps = new ArrayList<>();
        for (int i = 0; i < after.recordings().size(); i++) {
            Recording recording = after.recordings().get(i);
            int lost = before.recordings().get(i).frames().size()
                    - recording.frames().size();
            taps.add(lost > 0 ? ALL.get(random.nextInt(ALL.size())).count(recording, lost) : recording);
        }
        return after.with(taps);
    }

    private Recording count(Recording recording, int lost) {
        Tap tap = recording.tap();
        long captured = Objects.requireNonNull(tap.captured());
        Tap counting = new Tap(
                tap.id(),
                tap.node(),
                tap.files(),
                tap.link(),
                this == PLAN ? captured + lost : captured,
                tap.analysed(),
                this == AGENT ? lost : tap.leftOut(),
                this == KERNEL ? lost : tap.kernelDropped(),
                this == DEVICE ? lost : tap.interfaceDropped(),
                List.of());
        return new Recording(counting, recording.frames(), this == FILE ? lost : recording.dropped());
    }
}
