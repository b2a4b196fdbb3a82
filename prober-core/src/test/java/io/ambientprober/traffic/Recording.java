package io.ambientprober.traffic;

import io.ambientprober.plan.Tap;
import java.util.List;

/**
 * What one tap captured.
 *
 * @param dropped packets that the capture file itself says were lost
 */
public record Recording(Tap tap, List<Frame> frames, long dropped) {
    public Recording {
        frames = List.copyOf(frames);
    }

    /** The same tap, had it captured these. */
    public Recording with(List<Frame> others) {
        return new Recording(counting(tap, others.size()), others, dropped);
    }

    static Tap counting(Tap tap, long captured) {
        return new Tap(
                tap.id(),
                tap.node(),
                tap.files(),
                tap.link(),
                captured,
                null,
                0,
                tap.kernelDropped(),
                tap.interfaceDropped(),
                List.of());
    }
}
