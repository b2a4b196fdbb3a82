package io.ambientprober.evidence;

import io.ambientprober.plan.Tap;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Two nodes with the same packets: one of them was never tapped. */
final class SamePacketsException extends IOException {
    private static final long serialVersionUID = 1;

    SamePacketsException(List<Tap> some, List<Tap> others) {
        super(files(some) + " of node " + some.getFirst().node() + " and " + files(others) + " of node "
                + others.getFirst().node()
                + " hold the same packets: one of the two nodes was not tapped. Name the capture of each node once.");
    }

    private static String files(List<Tap> taps) {
        return taps.stream().flatMap(tap -> tap.files().stream()).collect(Collectors.joining(", "));
    }
}
