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

    public Recording with(List<Frame> others) {
        return new Recording(tap, others, dropped);
    }
}
